"""Tables that people bring: CSV of every kind and Excel, as rows with their line numbers.

Knows nothing of what the columns mean: the doors (people, offers) say which headings they know.
"""

from bloei.foundation.tables.csv_rows import CsvRow
from bloei.foundation.tables.row_problem import RowProblem
from bloei.foundation.tables.table import Table, read_table
from bloei.foundation.tables.unreadable import Unreadable

__all__ = ["CsvRow", "RowProblem", "Table", "Unreadable", "read_table"]
