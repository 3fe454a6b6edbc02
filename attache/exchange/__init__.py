"""How data travels: workbooks <-> rows <-> raw mappings and problems. Knows no vault.

Out: `writer` makes a workbook from kept documents. In: `reader` reads a file in a child process
(`cells`), `rows` finds sheets, headers and rows in it, `marked` hands the file back with what is
wrong beside each row. `layout` is what both ways agree on. Nothing here prints or tells the time.
"""
