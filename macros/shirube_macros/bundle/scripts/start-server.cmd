@echo off
rem Resident mode: starts the one Python process Excel connects to. For the Startup folder or a log-on script.
start "" "%~dp0python\pythonw.exe" -B -m shirube_udfs.resident
