"""The same numbers for managers, HR and L&D, with honest before and after."""
