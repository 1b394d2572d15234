"""The rules of machine readability: one rule, one file; `registry` lists all 30."""

from .registry import RULES, Decided, Rule, Scope, rule

__all__ = ["RULES", "Decided", "Rule", "Scope", "rule"]
