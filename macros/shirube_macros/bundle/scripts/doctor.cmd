@echo off
rem Says in Japanese what is wrong and what to do. Works when Excel cannot start Python.
"%~dp0python\python.exe" -B -m shirube_cli.doctor
pause
