"""Writes the tables of this folder from the results statsmodels keeps of Stata and gretl.

python3 extract.py STATSMODELS     the package's own folder, with its tests
"""
import csv
import importlib.util
import pathlib
import sys

import numpy as np

root = pathlib.Path(sys.argv[1])
tsa = root / "tsa/tests/results"


def module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


def joined(numbers):
    return ";".join(repr(float(number)) for number in numbers)


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


sarimax = module(root / "tsa/statespace/tests/results/results_sarimax.py")
forecasts = table(tsa / "results_arima_forecasts.csv")
cpi = [float(row["cpi"]) for row in table(root / "datasets/macrodata/macrodata.csv")]
friedman = sarimax.friedman2_data
write("series.csv", ["series", "values"], [
    ["cpi", joined(np.array(cpi, dtype=np.float32))],
    ["wpi", joined(sarimax.wpi1_data)],
    ["air", joined(np.log(sarimax.air2_data).astype(np.float32))],
    ["consumption", joined(friedman["consump"])],
    ["money", joined(friedman["m2"])],
])

header = ["model", "series", "n", "regressor", "order", "ar", "ma", "seasonal_ma", "constant",
          "coefficient", "variance", "log_likelihood", "forecast"]
rows, fitted = [], []
for name, p, q, drift in [("111", 1, 1, True), ("111nc", 1, 1, False), ("211", 2, 1, True),
                          ("211nc", 2, 1, False), ("112", 1, 2, True), ("112nc", 1, 2, False)]:
    found = module(tsa / f"arima{name}_results.py")
    params = list(found.params)
    constant = [params.pop(0)] if drift else []
    column = {"111": "fc111c", "111nc": "fc111nc", "211": "fc211c", "211nc": "fc211nc"}.get(name)
    forecast = [row[column] for row in forecasts[39:]] if column else []
    order = f"({p},1,{q})" + (" with drift" if drift else "")
    rows.append([f"cpi {name}", "cpi", len(cpi), "", order, joined(params[:p]), joined(params[p:p + q]),
                 "", joined(constant), "", repr(float(params[-1] ** 2)), repr(float(found.llf[0])), joined(forecast)])
    fitted.append([f"cpi {name}", joined(found.y[1:])])
    if column:
        dynamic = [row[f"{column}dyn"] for row in forecasts]
        rows.append([f"cpi {name} to 1999", "cpi", 164, "", order, joined(params[:p]), joined(params[p:p + q]),
                     "", joined(constant), "", "", "", joined(dynamic)])


def of_sarimax(name, found, series, order, n, regressor="", forecast=()):
    exog = found.get("params_exog", [])
    constant = exog[:1] or found.get("params_mean", [])
    rows.append([name, series, n, regressor, order, joined(found.get("params_ar", [])), joined(found["params_ma"]),
                 joined(found.get("params_seasonal_ma", [])), joined(constant), joined(exog[1:]),
                 repr(float(found["params_variance"][0])), repr(found["loglike"]), joined(forecast)])


of_sarimax("wpi", sarimax.wpi1_stationary, "wpi", "(1,1,1) with drift", 124)
of_sarimax("air", sarimax.air2_stationary, "air", "(0,1,1)(0,1,1)[12]", 144)
of_sarimax("consumption", sarimax.friedman2_mle, "consumption", "(1,0,1)", 92, "money")
predict = sarimax.friedman2_predict
of_sarimax("consumption to 1978", predict, "consumption", "(1,0,1)", 77, "money", predict["forecast"][77:])
fitted.append(["consumption to 1978", joined(predict["predict"][:77])])
write("models.csv", header, rows)
write("fitted.csv", ["model", "one_step_ahead"], fitted)
