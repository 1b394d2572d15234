Attribute VB_Name = "modFunctions"
Option Explicit

' Worksheet functions. Each hands its arguments to Python through SbCall, the one place that touches xlwings here.
' All but the SB_ functions is private: a public function could be called from a cell of any open workbook.

Private Const ERROR_MARK As String = "#SB-"
Private Const UNKNOWN_HANDLE As String = "#SB-F301"
Private Const TABLES As String = "shirube_udfs.tables"

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
    If IsSentence(answer, ERROR_MARK) Then
        SbNumber = CVErr(xlErrValue)
    Else
        SbNumber = answer
    End If
End Function

Private Function SbCall(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    Dim answer As Variant, reason As String
    On Error GoTo failed
    answer = CallPython(moduleName, functionName, args)
    If IsSentence(answer, UNKNOWN_HANDLE) Then
        If KeepTablesAgain(args) > 0 Then answer = CallPython(moduleName, functionName, args)
    End If
    If IsSentence(answer, ERROR_MARK) Then RememberError CallingCell(), CStr(answer)
    Overhear CallingCell(), answer
    SbCall = answer
    Exit Function
failed:
    reason = Err.Description
    answer = "#" & TextOf("python")
    RememberError CallingCell(), answer & vbLf & vbLf & reason
    SbCall = answer
End Function

' Parentheses pass values, not references: a late-bound call would hand over pointers to local variables.
Private Function CallPython(ByVal moduleName As String, ByVal functionName As String, args As Variant) As Variant
    CallPython = XLPy.CallUDF((moduleName), (functionName), (args), ThisWorkbook, CallingCell())
End Function

Private Function CallingCell() As Object
    On Error Resume Next
    Set CallingCell = Application.Caller
End Function

' A reopened file or a restarted Python knows no table: read again what the SB_TABLE cells among the arguments name.
' Counts the tables read.
Private Function KeepTablesAgain(args As Variant) As Long
    Dim i As Long, source As Object
    For i = LBound(args) To UBound(args)
        If IsObject(args(i)) Then
            Set source = TableSource(args(i))
            If Not source Is Nothing Then
                CallPython TABLES, "SB_TABLE", Array(source)
                KeepTablesAgain = KeepTablesAgain + 1
            End If
        End If
    Next i
End Function

' The range behind a cell that holds =SB_TABLE(range); Nothing for any other cell.
Private Function TableSource(cell As Variant) As Object
    Dim address As String
    On Error GoTo other
    If cell.Count <> 1 Then Exit Function
    address = ArgumentOf(CStr(cell.Formula), "SB_TABLE")
    If Len(address) > 0 Then Set TableSource = RangeNamed(cell, address)
other:
End Function

Private Function IsSentence(answer As Variant, ByVal mark As String) As Boolean
    If VarType(answer) = vbString Then IsSentence = (Left$(answer, Len(mark)) = mark)
End Function

' Why a cell shows an error; empty when it shows none. Answered here, so that it works when Python does not.
Public Function SB_WHY(cell As Variant) As Variant
    SB_WHY = ReasonOf(cell)
End Function

'@wrappers
