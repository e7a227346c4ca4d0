"""Iterative functional equations at a fixed point: Schroeder, Abel, Boettcher and Julia."""
