Attribute VB_Name = "modLinks"
Option Explicit
Option Private Module

Private Const EXCEL_LINKS As Long = 1

' A book saved where the add-in lay elsewhere names that place in its formulas: lead them here, without a question.
' Only links to a file of our own name are touched. A book nobody changed stays unchanged to Excel's eye.
Public Sub FollowMove(book As Object)
    Dim links As Variant, i As Long, wasSaved As Boolean, alerts As Boolean
    If book Is ThisWorkbook Then Exit Sub
    links = book.LinkSources(EXCEL_LINKS)
    If Not IsArray(links) Then Exit Sub
    wasSaved = book.Saved
    alerts = Application.DisplayAlerts
    Application.DisplayAlerts = False
    On Error Resume Next
    For i = LBound(links) To UBound(links)
        If IsStrayLink(CStr(links(i)), ThisWorkbook.FullName) Then
            book.ChangeLink CStr(links(i)), ThisWorkbook.FullName, EXCEL_LINKS
        End If
    Next i
    Application.DisplayAlerts = alerts
    book.Saved = wasSaved
End Sub
