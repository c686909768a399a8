"""Where each London area stands on the tile-grid map: a drawing, not a boundary.

One tile an area, neighbours kept as near as a grid allows, the river running through the
middle. Which areas a scheme covers is its own matter and is not told here.
"""

import msgspec


class Tile(msgspec.Struct, frozen=True):
    """An area by its Office for National Statistics code and its place on the grid."""

    code: str
    name: str
    short: str
    row: int
    column: int
    outside: bool = False


LONDON = (
    Tile("E09000010", "Enfield", "Enf", 0, 4),
    Tile("E09000015", "Harrow", "Hrw", 1, 2),
    Tile("E09000003", "Barnet", "Brt", 1, 3),
    Tile("E09000014", "Haringey", "Hgy", 1, 4),
    Tile("E09000031", "Waltham Forest", "WF", 1, 5),
    Tile("E09000017", "Hillingdon", "Hil", 2, 0),
    Tile("E09000009", "Ealing", "Eal", 2, 1),
    Tile("E09000005", "Brent", "Bnt", 2, 2),
    Tile("E09000007", "Camden", "Cam", 2, 3),
    Tile("E09000019", "Islington", "Isl", 2, 4),
    Tile("E09000012", "Hackney", "Hck", 2, 5),
    Tile("E09000026", "Redbridge", "Red", 2, 6),
    Tile("E09000016", "Havering", "Hav", 2, 7),
    Tile("E09000018", "Hounslow", "Hou", 3, 0),
    Tile("E09000013", "Hammersmith and Fulham", "H&F", 3, 1),
    Tile("E09000020", "Kensington and Chelsea", "K&C", 3, 2),
    Tile("E09000033", "Westminster", "Wst", 3, 3),
    Tile("E09000001", "City of London", "City", 3, 4, outside=True),
    Tile("E09000030", "Tower Hamlets", "TH", 3, 5),
    Tile("E09000025", "Newham", "New", 3, 6),
    Tile("E09000002", "Barking and Dagenham", "B&D", 3, 7),
    Tile("E09000027", "Richmond upon Thames", "Ric", 4, 1),
    Tile("E09000032", "Wandsworth", "Wan", 4, 2),
    Tile("E09000022", "Lambeth", "Lam", 4, 3),
    Tile("E09000028", "Southwark", "Swk", 4, 4),
    Tile("E09000023", "Lewisham", "Lew", 4, 5),
    Tile("E09000011", "Greenwich", "Grn", 4, 6),
    Tile("E09000004", "Bexley", "Bex", 4, 7),
    Tile("E09000021", "Kingston upon Thames", "Kin", 5, 2),
    Tile("E09000024", "Merton", "Mer", 5, 3),
    Tile("E09000008", "Croydon", "Cro", 5, 4),
    Tile("E09000006", "Bromley", "Bro", 5, 5),
    Tile("E09000029", "Sutton", "Sut", 6, 3),
)
