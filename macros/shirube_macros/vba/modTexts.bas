Attribute VB_Name = "modTexts"
Option Explicit
Option Private Module

' Japanese texts live in the sheet shirube.text (key | text), so this source stays plain ASCII.
Public Function TextOf(ByVal key As String) As String
    Dim found As Variant
    On Error Resume Next
    found = Application.VLookup(key, ThisWorkbook.Worksheets("shirube.text").Range("A:B"), 2, False)
    If Not IsError(found) Then TextOf = CStr(found)
End Function

' Function wizard: sheet shirube.functions = name | category | description | help of each argument.
' A text that Excel refuses leaves that function without help; nothing else may suffer.
Public Sub RegisterFunctions()
    Dim sheet As Worksheet, row As Long, wasSaved As Boolean
    On Error GoTo done
    wasSaved = ThisWorkbook.Saved
    Set sheet = ThisWorkbook.Worksheets("shirube.functions")
    For row = 2 To sheet.UsedRange.Rows.Count
        RegisterFunction sheet, row
    Next row
    ThisWorkbook.Saved = wasSaved
done:
End Sub

Private Sub RegisterFunction(ByVal sheet As Worksheet, ByVal row As Long)
    Dim count As Long, i As Long, macroName As String, helps() As Variant
    macroName = "'" & ThisWorkbook.Name & "'!" & CStr(sheet.Cells(row, 1).Value)
    For i = 1 To 7
        If Len(CStr(sheet.Cells(row, 3 + i).Value)) > 0 Then count = i
    Next i
    On Error Resume Next
    If count = 0 Then
        Application.MacroOptions Macro:=macroName, Description:=CStr(sheet.Cells(row, 3).Value), _
            Category:=CStr(sheet.Cells(row, 2).Value)
    Else
        ReDim helps(1 To count)
        For i = 1 To count
            helps(i) = CStr(sheet.Cells(row, 3 + i).Value)
        Next i
        Application.MacroOptions Macro:=macroName, Description:=CStr(sheet.Cells(row, 3).Value), _
            Category:=CStr(sheet.Cells(row, 2).Value), ArgumentDescriptions:=helps
    End If
End Sub
