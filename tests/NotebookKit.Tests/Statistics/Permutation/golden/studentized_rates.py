"""Studentized comparison of rates and ordinal scores: every allocation of patients, in whole numbers (Python standard library). python3 studentized_rates.py
With e_j = s_j - n_j S/N of patient j: chi2 = (sum e_j)^2 / V, V = (1 - 2 pi) F + pi^2 E, F = sum e_j^2 of group 1, E = of all, pi = R/N (robust score variance of
independence estimating equations); 0 where V is 0. Writes studentized_rates.json: allocations, chi2 and how many allocations are at least as extreme."""
import csv, json, os
from fractions import Fraction as Fr
from itertools import combinations, product
here = os.path.dirname(os.path.abspath(__file__)); out = {}
for name in ["example_local", "weeks_18", "late_entry_16", "bladder_24", "strata_24"]:
    rows = list(csv.DictReader(open(os.path.join(here, name + ".csv"), newline="")))
    ids = list(dict.fromkeys(r["patient"] for r in rows)); who = [ids.index(r["patient"]) for r in rows]
    group = {r["patient"]: int(r["group"]) for r in rows}; stratum = {r["patient"]: r.get("stratum", "") for r in rows}
    n = [who.count(p) for p in range(len(ids))]; N = len(rows); out[name] = {}
    strata = [[p for p in range(len(ids)) if stratum[ids[p]] == s] for s in sorted(set(stratum.values()))]
    need = [sum(group[ids[p]] for p in m) for m in strata]
    for kind, column in (("proportion", "response"), ("ordinal", "score")):
        s = [0] * len(ids)
        for r, p in zip(rows, who): s[p] += int(r[column])
        S = sum(s); e = [N * s[p] - S * n[p] for p in range(len(ids))]; q = [v * v for v in e]; E = sum(q)  # N e_j
        def of(x):
            R = sum(n[p] for p in x); X = sum(e[p] for p in x); F = sum(q[p] for p in x)
            return X * X, (N * N - 2 * R * N) * F + R * R * E  # chi2 = N^2 (first / second)
        x0, v0 = of([p for p in range(len(ids)) if group[ids[p]]])
        count = total = 0
        for parts in product(*[combinations(m, k) for m, k in zip(strata, need)]):
            x, v = of([p for part in parts for p in part]); total += 1
            count += (x * v0 >= x0 * v) if v else x0 == 0
        out[name][kind] = {"allocations": str(total), "chi2": float(Fr(N * N * x0, v0)), "ge": str(count)}
    print(name, out[name], flush=True)
json.dump(out, open(os.path.join(here, "studentized_rates.json"), "w"), indent=1)
