"""Plants faults one at a time and reports which of them the evals catch: `make eval-mutants`.

An eval that stays green whatever happens is worth nothing, so each fault is something that could go wrong here: a rule
that lost a condition, an offset that is one off, a cassette whose answers were changed, a scorer that is fed nothing.
Faults are data, in `faults/`; the offline evals run on a copy of the tree with one fault in it, the cheapest part first,
and judge it as they judge any change. What no part catches survives, and is listed.
"""
