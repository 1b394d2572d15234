"""Every pair of groups compared on a share, with letters as in survey tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .multiplicity import Method, adjust

__all__ = ["letter_names", "letters", "pairwise"]

Floats = npt.NDArray[np.float64]


def pairwise(shares: Floats, sizes: Floats, method: Method = "holm") -> Floats:
    """Adjusted p-values of all pairs of groups, for each share.

    The statistic is Pearson's chi-square of the two groups (the squared z with the pooled share), the adjustment
    over the pairs of one share, as in SPSS CTABLES. R: ``pairwise.prop.test(x, n, correct = FALSE)``.

    Parameters
    ----------
    shares
        Shares 0…1, shape (groups, shares); NaN where a group has nobody.
    sizes
        Persons of each group, shape (groups,); with weights the effective size.
    method
        Adjustment over the pairs.

    Returns
    -------
    numpy.ndarray
        Shape (groups, groups, shares), symmetric; NaN on the diagonal and where nothing can differ.

    >>> p = pairwise(np.array([[0.5], [0.3], [0.31]]), np.array([100.0, 100.0, 100.0]), "none")
    >>> p[0, :, 0].round(3).tolist()
    [nan, 0.004, 0.006]
    """
    from scipy.special import chdtrc

    groups, count = shares.shape
    first, second = np.triu_indices(groups, 1)
    n1, n2 = sizes[first, None], sizes[second, None]
    p1, p2 = shares[first], shares[second]
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (n1 * p1 + n2 * p2) / (n1 + n2)
        z2 = (p1 - p2) ** 2 / (pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z2[~((pooled > 1e-12) & (pooled < 1 - 1e-12))] = np.nan
    p = np.asarray(chdtrc(1, z2))
    out = np.full((groups, groups, count), np.nan)
    for j in range(count):
        out[first, second, j] = out[second, first, j] = adjust(p[:, j], method)
    return out


def letters(shares: Floats, p: Floats, alpha: float = 0.05) -> list[list[str]]:
    """Write beside each share the letters of the groups it is higher than beyond chance.

    Parameters
    ----------
    shares, p
        As in and from `pairwise`.

    Returns
    -------
    list of list of str
        By group and share, letters apart by a space.

    >>> shares = np.array([[0.5], [0.3], [0.31]])
    >>> letters(shares, pairwise(shares, np.array([100.0, 100.0, 100.0])))
    [['B C'], [''], ['']]
    """
    names = letter_names(len(shares))
    higher = (shares[:, None, :] > shares[None, :, :]) & (np.nan_to_num(p, nan=1.0) < alpha)
    groups, count = shares.shape
    return [[" ".join(names[k] for k in np.flatnonzero(higher[i, :, j])) for j in range(count)] for i in range(groups)]


def letter_names(count: int) -> list[str]:
    """A, B, …, Z, AA, AB, …

    >>> letter_names(28)[-3:]
    ['Z', 'AA', 'AB']
    """
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    names = []
    for i in range(count):
        name, rest = "", i + 1
        while rest:
            rest, digit = divmod(rest - 1, 26)
            name = alphabet[digit] + name
        names.append(name)
    return names
