"""Flows that realise a map: values of the flow and of its field to proven digits, compiled fields, realisations."""
