"""The pictures of a map, by the shape of the map; `embedcheck.plot` is the way in."""
