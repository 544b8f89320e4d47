"""What reading a spreadsheet may cost: bytes, rows, cells, computing time and memory.

The child process sets the last three as limits of the operating system, so no file gets past them.
"""

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000  # with something in them, below the header
# A sheet of Excel ends at XFD1048576; a higher number is a broken or a hostile file.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS = 5_000_000  # of the rectangle around all cells with something in them
MOST_FILLED = 1_500_000  # cells with something in them: 50,000 rows of 30
LONGEST_CELL = 32_767  # characters: the most that a cell of Excel takes
MOST_PARTS = 2_000  # files in a packed workbook
MOST_UNPACKED = 80 * 1024 * 1024  # bytes of one part that is read
MOST_UNPACKED_TOGETHER = 400 * 1024 * 1024
MOST_TEXT = 60 * 1024 * 1024  # bytes of all rows together, as they leave the child process
MOST_STRINGS = 1_500_000  # entries of a workbook's table of texts
MOST_SHEETS = 1_000
MOST_TRIED = 20  # sheets that are searched for a header
MOST_NOTED = 10_000  # formulas without values, errors and merged ranges that are kept one by one
HEADER_WITHIN = 20  # rows in which a header is looked for

CPU_SECONDS = 3
WALL_SECONDS = 30  # the same 3 seconds on a busy machine
MEMORY = 200 * 1024 * 1024
OUT_OF_MEMORY = 70  # exit code of a child that met the limit of memory and could still say so

READERS = 2  # child processes at a time on this machine, all workers together
WAIT_SECONDS = 2.0  # for one of them to end
RETRY_AFTER = 5  # seconds, for whoever has to ask again
