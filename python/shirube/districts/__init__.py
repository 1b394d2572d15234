"""地区の表：似た地区の組分けと、1地区1枚の姿。

>>> from shirube.districts import ClusterRequest, cluster, districts_from_rows, profiles
"""

from .cluster import ClusterRequest, Clusters, cluster
from .indicators import Districts, Indicator
from .profile import Profiles, profiles
from .read import Columns, districts_from_rows

__all__ = [
    "ClusterRequest",
    "Clusters",
    "Columns",
    "Districts",
    "Indicator",
    "Profiles",
    "cluster",
    "districts_from_rows",
    "profiles",
]
