Attribute VB_Name = "modValues"
Option Explicit
Option Private Module

' Buttons VBA answers itself: explain an error, turn results into values, spread a result where Excel does not spill.

' True when the tag was one of ours here.
Public Function AnsweredHere(ByVal tag As String) As Boolean
    AnsweredHere = True
    Select Case tag
        Case "explain"
            ExplainError
        Case "fix_sheet", "fix_book", "spread", "values"
            If ActiveWorkbook Is Nothing Then
                Tell TextOf("no_book")
            Else
                ChangeCells tag
            End If
        Case Else
            AnsweredHere = False
    End Select
End Function

Private Sub ChangeCells(ByVal tag As String)
    Dim reason As String
    On Error GoTo failed
    Application.ScreenUpdating = False
    Select Case tag
        Case "fix_sheet"
            If Agreed(TextOf("fix_ask")) Then TellFixed FixSheet(ActiveSheet)
        Case "fix_book"
            If Agreed(TextOf("fix_ask")) Then TellFixed FixBook(ActiveWorkbook)
        Case "spread"
            SpreadCell ActiveCell
        Case "values"
            WriteResult ActiveCell
    End Select
    Application.ScreenUpdating = True
    Exit Sub
failed:
    reason = Err.Description
    Application.ScreenUpdating = True
    Tell TextOf("fix_failed") & vbLf & vbLf & reason, True
End Sub

Private Sub TellFixed(ByVal count As Long)
    If count = 0 Then
        Tell TextOf("fix_none")
    Else
        Tell Replace(TextOf("fix_done"), "{count}", CStr(count))
    End If
End Sub

Public Function FixBook(book As Object) As Long
    Dim sheet As Object
    For Each sheet In book.Worksheets
        FixBook = FixBook + FixSheet(sheet)
    Next sheet
End Function

' Results of our functions become values; each formula is listed on a visible sheet, as text. Counts the formulas.
Public Function FixSheet(sheet As Object) As Long
    Dim cell As Object, area As Object, areas As New Collection, formulas As New Collection, i As Long
    If sheet.Name = TextOf("log_sheet") Then Exit Function
    For Each cell In sheet.UsedRange.Cells
        If HoldsOurs(CStr(cell.Formula)) Then
            Set area = ResultArea(cell)
            If area.Cells(1, 1).Address = cell.Address Then
                areas.Add area
                formulas.Add CStr(cell.Formula)
            End If
        End If
    Next cell
    For i = 1 To areas.Count
        LogFormula sheet, areas(i), formulas(i)
        FixArea areas(i)
    Next i
    FixSheet = areas.Count
End Function

Private Sub FixArea(area As Object)
    Dim held As Variant
    held = PlainValues(area)
    area.ClearContents
    WriteValues area.Cells(1, 1), held
End Sub

' Value would cut what is shown as money to four decimals. Formats stay on the cells, so dates still look like dates.
Private Function PlainValues(area As Object) As Variant
    On Error GoTo older
    PlainValues = area.Value2
    Exit Function
older:
    PlainValues = area.Value
End Function

' Text stays text: with the format for text in front, a value such as =1+1 or -3 is never read as a formula.
Public Sub WriteValues(corner As Object, held As Variant)
    Dim r As Long, c As Long
    If Not IsArray(held) Then
        WriteValue corner, held
        Exit Sub
    End If
    For r = LBound(held, 1) To UBound(held, 1)
        For c = LBound(held, 2) To UBound(held, 2)
            WriteValue corner.Cells(r - LBound(held, 1) + 1, c - LBound(held, 2) + 1), held(r, c)
        Next c
    Next r
End Sub

Private Sub WriteValue(cell As Object, value As Variant)
    If VarType(value) = vbString Then
        If Len(value) = 0 Then Exit Sub
        cell.NumberFormat = "@"
    End If
    cell.Value = value
End Sub

Private Sub LogFormula(sheet As Object, area As Object, ByVal formula As String)
    Dim log As Object, row As Long
    Set log = LogSheet(sheet.Parent)
    row = log.UsedRange.Rows.Count + 1
    log.Cells(row, 1).Value = Now
    WriteValue log.Cells(row, 2), CStr(sheet.Name)
    WriteValue log.Cells(row, 3), Replace(CStr(area.Address), "$", "")
    WriteValue log.Cells(row, 4), formula
End Sub

Private Function LogSheet(book As Object) As Object
    Dim shown As Object, heads As Variant, i As Long
    On Error Resume Next
    Set LogSheet = book.Worksheets(TextOf("log_sheet"))
    On Error GoTo 0
    If Not LogSheet Is Nothing Then Exit Function
    Set shown = book.ActiveSheet
    Set LogSheet = book.Worksheets.Add(After:=book.Worksheets(book.Worksheets.Count))
    LogSheet.Name = TextOf("log_sheet")
    heads = Split(TextOf("log_heads"), "|")
    For i = 0 To UBound(heads)
        WriteValue LogSheet.Cells(1, i + 1), heads(i)
    Next i
    shown.Activate
End Function

' Excel 2016 and 2019 do not spill: the formula of one cell is entered again over all cells its result needs.
Public Sub SpreadCell(cell As Object)
    Dim held As Variant
    If Evaluated(cell, held) Then SpreadOver cell, held
End Sub

Public Sub SpreadOver(cell As Object, held As Variant)
    Dim area As Object
    If Not IsArray(held) Then Exit Sub
    Set area = cell.Resize(UBound(held, 1) - LBound(held, 1) + 1, UBound(held, 2) - LBound(held, 2) + 1)
    If Application.WorksheetFunction.CountA(area) > Application.WorksheetFunction.CountA(ResultArea(cell)) Then
        Tell TextOf("spill")
        Exit Sub
    End If
    EnterOver cell, area
End Sub

Private Sub EnterOver(cell As Object, area As Object)
    Dim formula As String, before As Object
    formula = CStr(cell.Formula)
    Set before = ResultArea(cell)
    before.ClearContents
    If Not TooLong(formula) Then
        area.FormulaArray = formula
    ElseIf Not (Spills(cell, formula) Or EnterLong(area, formula)) Then
        EnterAgain before, formula
        Tell TextOf("too_long")
    End If
End Sub

' Excel 2021 and later: no need of an array formula, and no limit.
Private Function Spills(cell As Object, ByVal formula As String) As Boolean
    On Error Resume Next
    cell.Formula2 = formula
    Spills = cell.HasSpill
End Function

' Back as it was: over several cells it had been entered as here, else as in any cell.
Private Sub EnterAgain(before As Object, ByVal formula As String)
    If before.Cells.Count > 1 Then
        If EnterLong(before, formula) Then Exit Sub
    End If
    before.Cells(1, 1).Formula = formula
End Sub

' The result of the formula of a cell as values on a new sheet.
Public Sub WriteResult(cell As Object)
    Dim held As Variant
    If Evaluated(cell, held) Then WriteOut cell, held
End Sub

Public Sub WriteOut(cell As Object, held As Variant)
    Dim made As Object
    Set made = cell.Worksheet.Parent.Worksheets.Add(After:=cell.Worksheet)
    WriteValues made.Cells(1, 1), held
    LogFormula made, made.UsedRange, CStr(cell.Formula)
    made.Activate
End Sub

' What the formula of a cell gives, whole; says why when it cannot be told.
Public Function Evaluated(cell As Object, held As Variant) As Boolean
    Dim formula As String
    formula = CStr(cell.Formula)
    If Not HoldsOurs(formula) Then
        Tell TextOf("no_formula")
        Exit Function
    End If
    If Not TooLong(formula) Then
        held = cell.Worksheet.Evaluate(formula)
    ElseIf IsOneCall(formula) Then
        held = AnswerOf(cell)
    ElseIf ResultArea(cell).Cells.Count > 1 Then
        held = PlainValues(ResultArea(cell))
    End If
    Evaluated = Not IsEmpty(held)
    If Not Evaluated Then Tell TextOf("too_long")
End Function
