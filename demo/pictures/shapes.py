"""Points and boxes that several drawings need."""

from math import cos, pi, sin

from demo.pictures.canvas import Box, Point


def around(centre: Point, radius: float, angle: float) -> Point:
    """The point on a circle at an angle (radians, clockwise from the right)."""
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def circle_box(centre: Point, radius: float) -> Box:
    """The box that holds a circle."""
    x, y = centre
    return x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1


def radian(degrees: float) -> float:
    """Degrees in radians."""
    return degrees * pi / 180


def steps(first: float, last: float, count: int) -> list[float]:
    """`count` + 1 even steps from first to last."""
    return [first + (last - first) * number / count for number in range(count + 1)]
