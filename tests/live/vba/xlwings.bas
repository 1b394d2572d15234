Attribute VB_Name = "xlwings"
Option Explicit

' Stands in LibreOffice for the module of the same name: XLPy is an object that hands calls to the driving process.
Global gBridge As Object

Public Sub SetBridge(bridge As Object)
    Set gBridge = bridge
End Sub

Public Function XLPy() As Object
    Set XLPy = New FakePython
End Function

' A button pressed: the object Office hands to the callback has a tag.
Public Sub PressButton(ByVal tag As String)
    Dim control As New FakeControl
    control.Tag = tag
    SbOnAction control
End Sub

Public Function ReasonOfCell(ByVal sheetName As String, ByVal address As String) As String
    ReasonOfCell = ReasonOf(ThisWorkbook.Worksheets(sheetName).Range(address))
End Function

' In one run: LibreOffice forgets the variables of a module between two.
Public Function Memory(ByVal sheetName As String) As String
    Dim sheet As Object, i As Long
    Set sheet = ThisWorkbook.Worksheets(sheetName)
    RememberError sheet.Range("Z1"), "#SB-X first"
    RememberError sheet.Range("Z2"), "#SB-X again"
    RememberError sheet.Range("Z2"), "#SB-X newest"
    Memory = Remembered(sheet.Range("Z1")) & "|" & Remembered(sheet.Range("Z2")) & "|" & Remembered(sheet.Range("Y1"))
    For i = 3 To 502
        RememberError sheet.Cells(i, 26), "#SB-X " & i
    Next i
    Memory = Memory & "|" & Remembered(sheet.Range("Z1")) & "|" & Remembered(sheet.Range("Z502"))
End Function

' LibreOffice has no Worksheet.Evaluate: what it would give is read from an array formula.
Public Sub SpreadFrom(ByVal sheetName As String, ByVal address As String, ByVal evaluated As String)
    SpreadOver ThisWorkbook.Worksheets(sheetName).Range(address), ThisWorkbook.Worksheets(sheetName).Range(evaluated).Value
End Sub

Public Sub WriteFrom(ByVal sheetName As String, ByVal address As String, ByVal evaluated As String)
    WriteOut ThisWorkbook.Worksheets(sheetName).Range(address), ThisWorkbook.Worksheets(sheetName).Range(evaluated).Value
End Sub

' A long formula in pieces, the shortened one first.
Public Function Pieces(ByVal formula As String) As String
    Dim cut As New Collection, i As Long
    Pieces = Shortened(formula, cut)
    For i = 1 To cut.Count
        Pieces = Pieces & "|" & cut(i)
    Next i
End Function

' Enters a long formula into a cell that follows Excel's rules; what stands in the cell after.
Public Function EnteredLong(ByVal formula As String, ByVal refused As String) As String
    Dim cell As New FakeCell
    cell.Formula = "before"
    cell.Refused = refused
    EnteredLong = CStr(EnterLong(cell, formula)) & "|" & cell.Formula
End Function

' A long formula is not evaluated but overheard.
Public Function EvaluatedLong(ByVal formula As String) As String
    Dim cell As New FakeCell, held As Variant
    cell.Formula = formula
    EvaluatedLong = CStr(Evaluated(cell, held)) & "|" & held
End Function
