"""Excel から呼ぶ関数とボタン。中身は `shirube.commands` と葉のモジュールにあり、ここは渡すだけ。

Arguments carry no type hints on purpose: xlwings would read a hint as a conversion. Nothing heavy is imported at
module level, so that the first cell of a book does not wait for packages it does not use.
"""
