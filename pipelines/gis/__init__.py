"""GIS files of pipes and customers: from a file that anybody may have sent to measured layers.

`presence` tells which arrivals are GIS files and whether the libraries of the extra `gis` are there; it imports
nothing heavy. `reading` runs in worker processes and imports them. `opening` stands between the two: it bounds what
is unpacked and refuses what must not reach the libraries.
"""
