"""Whether enough people stay when somebody learns, and where there is room to spare."""
