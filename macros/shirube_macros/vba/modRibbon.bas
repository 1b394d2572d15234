Attribute VB_Name = "modRibbon"
Option Explicit

' Every button of the tab: its tag names the command. VBA answers some itself, Python the others.
Public Sub SbOnAction(control As IRibbonControl)
    If Not AnsweredHere(control.Tag) Then RunCommand control.Tag
End Sub

' The tag is a constant of our own ribbon, never text of a user. Esc is for Python, which stops between its steps;
' were it VBA's, the workbook would be left half way.
Private Sub RunCommand(ByVal command As String)
    Dim reason As String, cancelKey As Long
    If ActiveWorkbook Is Nothing Then
        Tell TextOf("no_book")
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
    Tell TextOf("python") & vbLf & vbLf & reason, True
End Sub
