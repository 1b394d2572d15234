@echo off
rem Makes Excel of this user load the add-in from where it lies. Copies nothing. Suits a log-on script.
"%~dp0python\python.exe" -B -m shirube_macros.bundle.setup register "%~dp0shirube.xlam"
exit /b %ERRORLEVEL%
