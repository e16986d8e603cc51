"""Other programs read the outputs: Parquet by polars and pyarrow, the workbook by openpyxl."""
import pathlib
import sys

import openpyxl
import polars
import pyarrow.parquet

folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.glob("*.parquet")):
    frame = polars.read_parquet(path)
    table = pyarrow.parquet.read_table(path)
    text = polars.read_csv(path.with_suffix(".csv"), infer_schema_length=None)
    assert frame.columns == text.columns == table.column_names, path
    assert frame.height == text.height == table.num_rows > 0, path
    assert frame["mean"].null_count() == 0 and frame["mean"].is_finite().all(), path
    assert (frame["mean"] - text["mean"].cast(polars.Float64)).abs().max() == 0.0, path
    print(f"{path.name}: {frame.height} rows, the same in CSV, by polars and pyarrow")

book = openpyxl.load_workbook(folder / "results.xlsx")
formulas = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
charts = sum(len(sheet._charts) for sheet in book)
print(f"results.xlsx: {len(book.sheetnames)} sheets, {charts} charts, {len(formulas)} formulas")
assert len(book.sheetnames) >= 8 and not formulas
for path in (folder / "charts").glob("*.png"):
    assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n", path
