@echo off
rem Goes back to the version that was in use before the last install.
setlocal
pushd "%~dp0"
"%CD%\payload\python\python.exe" -B -m shirube_macros.bundle.setup rollback
set "RESULT=%ERRORLEVEL%"
popd
pause
exit /b %RESULT%
