@echo off
rem Puts the add-in under %LOCALAPPDATA% for this user. Needs no administrator. Messages come from Python (Unicode).
setlocal
pushd "%~dp0"
"%CD%\payload\python\python.exe" -B -m shirube_macros.bundle.setup install "%CD%\payload"
set "RESULT=%ERRORLEVEL%"
rem Tries to load every part and says what may be in the way.
if "%RESULT%"=="0" "%CD%\payload\python\python.exe" -B -m shirube_cli.doctor
popd
pause
exit /b %RESULT%
