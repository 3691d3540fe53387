# A second implementation of method "counts", written from src/NotebookKit.Import/Published/decisions.md; Python 3, standard library.
# python3 check.py [folder]: compares with every *_rebuilt.csv.
import csv, glob, os, sys
folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))

def prepare(clicks, risk):
    percent = max(s for _, s in clicks) > 1.5
    pts = sorted({(max(0.0, t), min(1.0, max(0.0, s / 100 if percent else s))) for t, s in clicks}, key=lambda p: (p[0], -p[1]))
    blocks = []
    for _, s in pts:
        blocks.append([s, 1])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            b = blocks.pop(); a = blocks[-1]
            a[0] = (a[0] * a[1] + b[0] * b[1]) / (a[1] + b[1]); a[1] += b[1]
    s = [v for v, w in blocks for _ in range(w)]; t = [p[0] for p in pts]
    if t[0] > 0 or s[0] < 1: t, s = [0.0] + t, [1.0] + s
    for r, _ in risk:
        if r not in t:
            k = sum(x < r for x in t)
            v = s[k - 1] + (s[k] - s[k - 1]) * (r - t[k - 1]) / (t[k] - t[k - 1]) if k < len(t) else s[-1]
            t.insert(k, r); s.insert(k, v)
    return t, s

def walk(t, s, ks, n, S, c, a, b, room):
    tau = [a + m * (b - a) / (c + 1) for m in range(1, c + 1)]
    if not ks: return [], [], n, S, 0.0
    i = 0
    while i < c and tau[i] < t[ks[0]]: i += 1
    n -= i; kept = tau[:i]; d = []; miss = 0.0
    for p, k in enumerate(ks):
        e = 0
        if k > 0 and n > 0 and S > 0:
            e = max(0, min(n, room, round(n * (1 - s[k] / S)))); room -= e; S *= 1 - e / n
        d.append(e); q = i
        while q < c and (p == len(ks) - 1 or tau[q] < t[ks[p + 1]]): q += 1
        leave = tau[i:q][:n - e]; i = q; kept += leave; n -= e + len(leave); miss += (S - s[k]) ** 2
    return d, kept, n, S, miss

def rebuild(clicks, risk, D):
    t, s = prepare(clicks, risk); K, J = len(t), len(risk)
    ends = [t.index(r) for r, _ in risk[1:]] + [K - 1]; starts = [0] + [e + 1 for e in ends[:-1]]
    n, S, events, censored, total, cut = risk[0][1], 1.0, [], [], 0, 0
    def choose(tried, c0):
        m = min(x[0] for x in tried.values()); ok = [c for c in tried if tried[c][0] == m]
        q = min(tried[c][1] for c in ok); ok = [c for c in ok if tried[c][1] <= q + 1e-12]
        return min(ok, key=lambda c: (abs(c - c0), c))
    for j in range(J):
        ks = list(range(starts[j], ends[j] + 1)); a = risk[j][0]
        if j < J - 1:
            b, want = risk[j + 1]
            go = lambda c: walk(t, s, ks, n, S, c, a, b, max(0, n - want - c))
            c0 = max(0, round(n * s[t.index(b)] / s[t.index(a)] - want)) if s[t.index(a)] > 0 else 0
            c = choose({c: (abs((w := go(c))[2] - want), w[4]) for c in range(max(0, n - want) + 1)}, c0)
        else:
            go = lambda c: walk(t, s, ks, n, S, c, a, t[-1], 10 ** 9)
            c0 = min(n, round((cut / a if J > 1 else 0) * (t[-1] - a)))
            if D is None: c = c0 if J > 1 else 0
            elif J > 1 and total >= D: break
            else: c = choose({c: (abs(sum((w := go(c))[0]) - (D - total)), w[4]) for c in range(n + 1)}, c0)
        d, kept, n, S, _ = go(c)
        for e, k in zip(d, ks):
            before = t[k - 1] if k else t[0]
            events += [before + (t[k] - before) * (i + 0.5) / e for i in range(e)]
        total += sum(d); censored += kept; cut += len(kept)
    return sorted([(x, 0, 1) for x in events] + [(x, 1, 0) for x in censored + [t[-1]] * n])

bad = checked = 0
for path in sorted(glob.glob(os.path.join(folder, '*_rebuilt.csv'))):
    name = path[:-len('_rebuilt.csv')]; read = lambda e: list(csv.DictReader(open(name + e)))
    clicks, risks, totals, out = read('_clicks.csv'), read('_risk.csv'), {r['arm']: r for r in read('_totals.csv')}, read('_rebuilt.csv')
    for v, arm in dict.fromkeys((r['variant'], r['arm']) for r in out):
        if v == 'guyot': continue
        cl = [(float(r['t']), float(r['s'])) for r in clicks if (r['variant'], r['arm']) == (v, arm)]
        rk = [(float(r['time']), int(r['n'])) for r in risks if r['arm'] == arm] if v not in ('events', 'none') else [(0.0, int(totals[arm]['n']))]
        got = rebuild(cl, rk, None if v in ('risk', 'none', 'coarse') else int(totals[arm]['events']))
        want = [(float(r['time']), int(r['event'])) for r in out if (r['variant'], r['arm']) == (v, arm)]
        ok = len(got) == len(want) and all(abs(g[0] - w[0]) < 1e-9 and g[2] == w[1] for g, w in zip(got, want)); checked += 1
        if not ok: bad += 1; print(os.path.basename(name), v, arm, 'differs', len(got), len(want), sum(g[2] for g in got), sum(w[1] for w in want))
print(checked, 'series,', bad, 'differ')
