Attribute VB_Name = "modRibbon"
Option Explicit

Private gErrors As Object

' Every button of the tab: its tag names the command.
Public Sub SbOnAction(control As IRibbonControl)
    If control.Tag = "explain" Then
        ExplainError
    Else
        RunCommand control.Tag
    End If
End Sub

Private Sub RunCommand(ByVal command As String)
    If ActiveWorkbook Is Nothing Then
        MsgBox TextOf("no_book"), vbInformation, TextOf("title")
        Exit Sub
    End If
    On Error GoTo failed
    XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
    XLPy.Exec "import shirube_udfs.ribbon; shirube_udfs.ribbon.press('" & command & "')"
    Exit Sub
failed:
    MsgBox TextOf("python") & vbLf & vbLf & Err.Description, vbExclamation, TextOf("title")
End Sub

' Sentences behind #VALUE! cells, by address, until the workbook closes.
Public Sub RememberError(ByVal sentence As String)
    On Error Resume Next
    If gErrors Is Nothing Then Set gErrors = CreateObject("Scripting.Dictionary")
    gErrors(Application.Caller.Address(External:=True)) = sentence
End Sub

Private Sub ExplainError()
    Dim sentence As String
    On Error Resume Next
    If VarType(ActiveCell.Value) = vbString Then
        If Left$(ActiveCell.Value, 4) = "#SB-" Then sentence = ActiveCell.Value
    ElseIf IsError(ActiveCell.Value) Then
        If Not gErrors Is Nothing Then sentence = gErrors(ActiveCell.Address(External:=True))
    End If
    On Error GoTo 0
    If Len(sentence) = 0 Then sentence = TextOf("no_error")
    MsgBox sentence, vbInformation, TextOf("title")
End Sub
