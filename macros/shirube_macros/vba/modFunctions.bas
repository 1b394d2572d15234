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

' A number must never be replaced by text, which SUM would skip: the cell gets a real error.
Private Function SbNumber(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    Dim answer As Variant
    answer = SbCall(moduleName, functionName, args)
    If IsSentence(answer) Then
        SbNumber = CVErr(xlErrValue)
    Else
        SbNumber = answer
    End If
End Function

' Parentheses pass values, not references: a late-bound call would hand over pointers to local variables.
Private Function SbCall(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    Dim answer As Variant, reason As String
    On Error GoTo failed
    answer = XLPy.CallUDF((moduleName), (functionName), (args), ThisWorkbook, Application.Caller)
    If IsSentence(answer) Then RememberError CStr(answer)
    SbCall = answer
    Exit Function
failed:
    reason = Err.Description
    answer = ERROR_MARK & TextOf("python")
    RememberError answer & vbLf & vbLf & reason
    SbCall = answer
End Function

Private Function IsSentence(answer As Variant) As Boolean
    If VarType(answer) = vbString Then IsSentence = (Left$(answer, Len(ERROR_MARK)) = ERROR_MARK)
End Function

'@wrappers
