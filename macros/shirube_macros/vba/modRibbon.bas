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

' The tag is a constant of our own ribbon, never text of a user. Esc is for Python, which stops between its steps;
' were it VBA's, the workbook would be left half way.
Private Sub RunCommand(ByVal command As String)
    Dim reason As String, cancelKey As Long
    If ActiveWorkbook Is Nothing Then
        MsgBox TextOf("no_book"), vbInformation, TextOf("title")
        Exit Sub
    End If
    cancelKey = Application.EnableCancelKey
    On Error GoTo failed
    Application.EnableCancelKey = xlDisabled
    XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
    XLPy.Exec "import shirube_udfs.ribbon; shirube_udfs.ribbon.press('" & command & "')"
    Application.EnableCancelKey = cancelKey
    Exit Sub
failed:
    reason = Err.Description
    Application.EnableCancelKey = cancelKey
    MsgBox TextOf("python") & vbLf & vbLf & reason, vbExclamation, TextOf("title")
End Sub

' The sentence behind an error cell, by address, until Excel closes.
Public Sub RememberError(ByVal sentence As String)
    On Error Resume Next
    If gErrors Is Nothing Then Set gErrors = CreateObject("Scripting.Dictionary")
    gErrors(Application.Caller.Address(External:=True)) = sentence
End Sub

Private Sub ExplainError()
    Dim sentence As String, shown As Variant, address As String
    On Error Resume Next
    shown = ActiveCell.Value
    address = ActiveCell.Address(External:=True)
    If VarType(shown) = vbString Then
        If Left$(shown, 4) = "#SB-" Then sentence = shown
    End If
    If IsError(shown) Or Len(sentence) > 0 Then
        If gErrors.Exists(address) Then sentence = gErrors(address)
    End If
    If Len(sentence) = 0 Then sentence = TextOf("no_error")
    MsgBox sentence, vbInformation, TextOf("title")
End Sub
