@echo off
rem Deletes what pywin32 learnt of Office (it learns it again), then says what else is wrong. Close Excel first.
"%~dp0python\python.exe" -B -m shirube_cli.doctor --repair
pause
