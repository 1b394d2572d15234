Attribute VB_Name = "modFormulas"
Option Explicit
Option Private Module

' Formulas of the add-in as text. No state, no cells changed: LibreOffice runs all of it.

Public Function HoldsOurs(ByVal formula As String) As Boolean
    HoldsOurs = Left$(formula, 1) = "=" And InStr(UCase$(formula), "SB_") > 0
End Function

' The text between the brackets of a formula that is one call of a function; empty otherwise.
Public Function ArgumentOf(ByVal formula As String, ByVal functionName As String) As String
    Dim first As Long
    first = InStr(UCase$(formula), UCase$(functionName) & "(")
    If first = 0 Or Left$(formula, 1) <> "=" Or Right$(formula, 1) <> ")" Then Exit Function
    If first > 2 And InStr("!=", Mid$(formula, first - 1, 1)) = 0 Then Exit Function
    first = first + Len(functionName) + 1
    ArgumentOf = Mid$(formula, first, Len(formula) - first)
End Function

' All cells one formula fills: an array formula, a spilled one, or the cell alone. Excel 2019 knows no spilled ones.
Public Function ResultArea(cell As Object) As Object
    Dim spilled As Boolean
    Set ResultArea = cell
    On Error Resume Next
    Set ResultArea = cell.CurrentArray
    spilled = cell.HasSpill
    If spilled Then Set ResultArea = cell.SpillParent.SpillingToRange
End Function

Public Function FirstOf(cell As Variant) As Object
    Dim first As Object
    Set first = cell.Cells(1, 1)
    Set FirstOf = ResultArea(first).Cells(1, 1)
End Function

' The range a text names, as seen from the sheet of a cell.
Public Function RangeNamed(cell As Variant, ByVal address As String) As Object
    On Error Resume Next
    Set RangeNamed = cell.Worksheet.Evaluate(address)
    If RangeNamed Is Nothing Then Set RangeNamed = cell.Worksheet.Range(address)
    If RangeNamed Is Nothing Then Set RangeNamed = Application.Range(address)
End Function

' Whether a link leads to this add-in at another place.
Public Function IsStrayLink(ByVal link As String, ByVal own As String) As Boolean
    IsStrayLink = LCase$(FileName(link)) = LCase$(FileName(own)) And LCase$(link) <> LCase$(own)
End Function

Public Function FileName(ByVal path As String) As String
    Dim i As Long
    FileName = path
    For i = Len(path) To 1 Step -1
        If InStr("\/", Mid$(path, i, 1)) > 0 Then
            FileName = Mid$(path, i + 1)
            Exit Function
        End If
    Next i
End Function
