Attribute VB_Name = "modRibbon"
Option Explicit

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
