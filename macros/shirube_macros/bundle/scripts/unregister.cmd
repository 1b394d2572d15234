@echo off
rem Makes Excel of this user forget the add-in. Deletes no file.
"%~dp0python\python.exe" -B -m shirube_macros.bundle.setup unregister
exit /b %ERRORLEVEL%
