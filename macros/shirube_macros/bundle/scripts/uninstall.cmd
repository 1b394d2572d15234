@echo off
rem Takes the add-in of this user away: the entries in Excel and every installed version.
setlocal
pushd "%~dp0"
"%CD%\payload\python\python.exe" -B -m shirube_macros.bundle.setup uninstall
set "RESULT=%ERRORLEVEL%"
popd
pause
exit /b %RESULT%
