"""Least costs of 200 random training orders by HiGHS through scipy, from the textbook form.

Every draw has its own shortage and surplus, and the stock of entrants is written out over all
earlier intakes, so that nothing of the form the program solves is taken over. Run with scipy
installed: python solve.py > least_costs.csv
"""
import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix


class Numbers:
    """The congruential generator of Knuth's MMIX: the same numbers in any language."""

    def __init__(self, seed):
        self.state = seed
        for _ in range(3):
            self()

    def __call__(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53


def instance(seed):
    u = Numbers(seed)
    n, years, draws = 2 + int(4 * u()), 3 + int(4 * u()), 1 + int(8 * u())
    horizon = years + int(3 * u())
    flexible, averse = u() < 0.4, u()
    case = dict(n=n, years=years, draws=draws, horizon=horizon, averse=0.0 if averse < 0.5 else averse)
    case["programmes"] = [
        dict(L=int(3 * u()), c=0.6 + 0.4 * u(), further=0.2 * u(), entry=0.7 + 0.3 * u(), stay=0.6 + 0.4 * u(),
             match=0.6 + 0.4 * u(), exit=0.02 + 0.06 * u(), present=max(0.0, 120 * u() - 20), short=20 + 60 * u(),
             over=2 + 20 * u(), place=1 + 9 * u(), change=2 * u(), floor=u(), school=u() < 0.7)
        for _ in range(n)]
    for p in case["programmes"]:
        p["floor"] = 0.5 * p["present"] if p["floor"] < 0.3 else 0.0
    demand, supply = np.zeros((n, draws, horizon)), np.zeros((n, draws, horizon))
    for f in range(n):
        base, growth, there, decline = 200 + 400 * u(), 0.97 + 0.1 * u(), 0.8 + 0.3 * u(), 0.98 - 0.05 * u()
        for d in range(draws):
            for t in range(horizon):
                demand[f, d, t] = base * growth**t * (1 + 0.15 * (u() - 0.5) * (t + 1))
                supply[f, d, t] = base * there * decline**t
    case["demand"], case["supply"] = demand, supply
    case["flexibility"] = None
    if flexible:
        case["flexibility"] = np.array([[0.7 if f == g else 0.3 * u() / n for f in range(n)] for g in range(n)])
    present = [p["present"] for p in case["programmes"]]
    spent = sum(p["present"] * p["place"] for p in case["programmes"])
    case["budget"] = [spent * (1 + 0.5 * u()) for _ in range(years)]
    case["capacity"] = [sum(present[:2]) * (1 + 0.4 * u()) + 5 for _ in range(years)]
    school = sum(p["present"] for p in case["programmes"] if p["school"])
    case["leavers"] = [school * (1 + 0.4 * u()) + 10 for _ in range(years)]
    case["changing"] = u() < 0.7
    return case


def least_cost(case):
    n, years, draws, horizon = (case[key] for key in ("n", "years", "draws", "horizon"))
    P, delta, level = case["programmes"], 0.95, 0.8
    last = [min(years, horizon - p["L"]) - 1 for p in P]
    cost, rows, cols, vals, rhs, upper = [], [], [], [], [], []

    def var(c=0.0):
        cost.append(c)
        return len(cost) - 1

    def at_most(terms, bound):
        for column, value in terms:
            rows.append(len(rhs)); cols.append(column); vals.append(value)
        rhs.append(bound)

    place = [[var() for _ in range(last[f] + 1)] for f in range(n)]
    u = lambda f, s: place[f][min(s, last[f])]
    for f, p in enumerate(P):
        for s in range(horizon - p["L"]):
            cost[u(f, s)] += delta**s * p["place"]
        for s in range(last[f] + 1):
            w = var(delta**s * p["change"])
            before, fixed = ([], p["present"]) if s == 0 else ([u(f, s - 1)], 0.0)
            at_most([(u(f, s), 1), (w, -1)] + [(b, -1) for b in before], fixed)
            at_most([(u(f, s), -1), (w, -1)] + [(b, 1) for b in before], -fixed)
            at_most([(u(f, s), -1)], -p["floor"])
            if case["changing"]:
                more = max(0.0, 15 - 0.2 * p["present"])
                at_most([(u(f, s), 1)] + [(b, -1.2) for b in before], more + 1.2 * fixed)
                at_most([(u(f, s), -1)] + [(b, 0.8) for b in before], more - 0.8 * fixed)
    for t in range(years):
        at_most([(u(f, t), P[f]["place"]) for f in range(n)], case["budget"][t])
        at_most([(u(f, t), 1) for f in range(2)], case["capacity"][t])
        at_most([(u(f, t), 1) for f in range(n) if P[f]["school"]], case["leavers"][t])
    share = case["flexibility"]
    eta = [var(case["averse"]), var(-case["averse"])]
    worth = 1 / draws
    for d in range(draws):
        beyond = var(case["averse"] * worth / (1 - level))
        bill = [(eta[0], -1), (eta[1], 1), (beyond, -1)]
        for f in range(n):
            for t in range(horizon):
                short, over = var(), var()
                price = delta**t
                cost[short] += worth * price * P[f]["short"]
                cost[over] += worth * price * P[f]["over"]
                bill += [(short, price * P[f]["short"]), (over, price * P[f]["over"])]
                there = 0.0
                terms = [(short, 1), (over, -1)]
                for g, p in enumerate(P):
                    part = share[g][f] if share is not None else (p["match"] if f == g else 0.0)
                    there += (share[g][f] if share is not None else float(f == g)) * case["supply"][g, d, t]
                    for s in range(t - p["L"] + 1):
                        a = p["c"] * (1 - p["further"]) * p["entry"] * p["stay"] * part
                        terms.append((u(g, s), a * (1 - p["exit"]) ** (t - p["L"] - s)))
                need = case["demand"][f, d, t] - there
                at_most(terms, need)
                at_most([(column, -value) for column, value in terms], -need)
        at_most(bill, 0.0)
    matrix = coo_matrix((vals, (rows, cols)), shape=(len(rhs), len(cost))).tocsr()
    answer = linprog(cost, A_ub=matrix, b_ub=rhs, bounds=(0, None), method="highs",
                     options=dict(primal_feasibility_tolerance=1e-9, dual_feasibility_tolerance=1e-9))
    assert answer.status == 0, answer.message
    return answer.fun


print("seed,least_cost")
for seed in range(1, 201):
    print(f"{seed},{least_cost(instance(seed)):.10g}")
