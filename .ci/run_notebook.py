"""Runs a notebook from its first cell to its last and fails at the first error."""
import sys

import nbclient
import nbformat

notebook = nbformat.read(sys.argv[1], as_version=4)
assert all(not cell.get("outputs") for cell in notebook.cells), "notebooks are committed without outputs"
nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
print(f"{sys.argv[1]}: {len(notebook.cells)} cells ran")
