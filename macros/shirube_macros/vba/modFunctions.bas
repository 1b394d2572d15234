Attribute VB_Name = "modFunctions"
Option Explicit

' Worksheet functions. Each hands its arguments to Python through SbCall, the one place that touches xlwings here.
' All but the SB_ functions is private: a public function could be called from a cell of any open workbook.

Private Const ERROR_MARK As String = "#SB-"

Private Function SbTable(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    SbTable = SbCall(moduleName, functionName, args)
End Function

Private Function SbText(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    SbText = SbCall(moduleName, functionName, args)
End Function

' A number must never be replaced by text that SUM would skip: the cell gets a real error, the sentence is kept.
Private Function SbNumber(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    Dim answer As Variant
    answer = SbCall(moduleName, functionName, args)
    If VarType(answer) = vbString Then
        If Left$(answer, Len(ERROR_MARK)) = ERROR_MARK Then
            RememberError CStr(answer)
            answer = CVErr(xlErrValue)
        End If
    End If
    SbNumber = answer
End Function

' Parentheses pass values, not references: a late-bound call would hand over pointers to local variables.
Private Function SbCall(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    On Error GoTo failed
    SbCall = XLPy.CallUDF((moduleName), (functionName), (args), ThisWorkbook, Application.Caller)
    Exit Function
failed:
    SbCall = ERROR_MARK & TextOf("python") & " (" & Err.Description & ")"
End Function

'@wrappers
