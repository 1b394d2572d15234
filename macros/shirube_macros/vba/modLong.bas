Attribute VB_Name = "modLong"
Option Explicit
Option Private Module

' Formulas longer than Evaluate, FormulaArray and Replace take. What such a formula gives is overheard while Excel
' calculates its cell; it is entered with arguments cut out of it, which are put back one after the other.

Private Const LONGEST_FORMULA As Long = 255
' FormulaArray counts the formula in R1C1 notation, which is longer: well below the limit.
Private Const SHORT_ENOUGH As Long = 120
Private Const LONGEST_PIECE As Long = 240
' Stands for an argument cut out. A number is a valid argument of any function of ours.
Private Const MARK As String = "98765432"
Private Const FIRST_MARK As Long = 10
Private Const LAST_MARK As Long = 99
Private Const DEEPEST As Long = 64

Private gAsked As String
Private gAnswer As Variant

Public Function TooLong(ByVal formula As String) As Boolean
    TooLong = Len(formula) > LONGEST_FORMULA
End Function

' Called with every answer of Python; costs nothing unless one is waited for.
Public Sub Overhear(cell As Object, answer As Variant)
    If Len(gAsked) = 0 Then Exit Sub
    If KeyOf(cell) = gAsked Then gAnswer = answer
End Sub

' What a formula that is one call of ours gives: the call finished last is the whole formula.
Public Function AnswerOf(cell As Object) As Variant
    On Error GoTo done
    gAnswer = Empty
    gAsked = KeyOf(cell)
    ResultArea(cell).Calculate
done:
    gAsked = ""
    AnswerOf = gAnswer
End Function

Public Function IsOneCall(ByVal formula As String) As Boolean
    Dim first As Long, i As Long, depth As Long, before As String
    first = NextMark(formula, 2)
    If first = 0 Or Left$(formula, 1) <> "=" Then Exit Function
    If Not IsOurs(formula, first) Then Exit Function
    before = Mid$(formula, 2, first - 2 - Len(NameBefore(formula, first)))
    If Len(before) > 0 And Not IsPath(before) Then Exit Function
    i = first
    Do
        If Mid$(formula, i, 1) = "(" Then depth = depth + 1
        If Mid$(formula, i, 1) = ")" Then depth = depth - 1
        If depth = 0 Then Exit Do
        i = NextMark(formula, i + 1)
    Loop While i > 0
    IsOneCall = (i = Len(formula))
End Function

' 'C:\a b\shirube.xlam'! or shirube.xlam!
Private Function IsPath(ByVal text As String) As Boolean
    Dim i As Long
    If Right$(text, 1) <> "!" Then Exit Function
    If Left$(text, 1) = "'" Then
        IsPath = (InStr(2, text, "'") = Len(text) - 1)
        Exit Function
    End If
    For i = 1 To Len(text)
        If InStr("+-*/^&=<>,;(% ", Mid$(text, i, 1)) > 0 Then Exit Function
    Next i
    IsPath = True
End Function

' The formula with arguments cut out until it is short; what was cut, in this order, in pieces. Empty when it cannot be.
Public Function Shortened(ByVal formula As String, pieces As Collection) As String
    Dim first As Long, size As Long
    If InStr(formula, MARK) > 0 Then Exit Function
    Do While Len(formula) > SHORT_ENOUGH And pieces.Count <= LAST_MARK - FIRST_MARK
        first = LongestArgument(formula, size)
        If first = 0 Then Exit Do
        pieces.Add Mid$(formula, first, size)
        formula = Left$(formula, first - 1) & MarkOf(pieces.Count) & Mid$(formula, first + size)
    Loop
    If Not TooLong(formula) Then Shortened = formula
End Function

Private Function MarkOf(ByVal number As Long) As String
    MarkOf = MARK & CStr(FIRST_MARK + number - 1)
End Function

' Enters a formula of any length as one array formula; False, and nothing left, when Excel does not take it.
Public Function EnterLong(area As Object, ByVal formula As String) As Boolean
    Dim pieces As New Collection, started As String, i As Long
    started = Shortened(formula, pieces)
    If Len(started) = 0 Then Exit Function
    On Error GoTo refused
    area.FormulaArray = started
    For i = pieces.Count To 1 Step -1
        area.Replace What:=MarkOf(i), Replacement:=CStr(pieces(i)), LookAt:=xlPart, MatchCase:=False
    Next i
    EnterLong = (InStr(CStr(area.Cells(1, 1).Formula), MARK) = 0)
refused:
    If Not EnterLong Then area.ClearContents
End Function

' Where the longest argument of our functions begins that one Replace can put back, and how long it is.
Private Function LongestArgument(ByVal formula As String, size As Long) As Long
    Dim starts(1 To DEEPEST) As Long, own(1 To DEEPEST) As Boolean, depth As Long, i As Long, c As String
    size = Len(MARK) + 2
    i = NextMark(formula, 2)
    Do While i > 0 And depth < DEEPEST
        c = Mid$(formula, i, 1)
        If c = "(" Then
            depth = depth + 1
            own(depth) = IsOurs(formula, i)
        ElseIf depth = 0 Then
            Exit Function
        ElseIf own(depth) And i - starts(depth) > size And i - starts(depth) <= LONGEST_PIECE Then
            size = i - starts(depth)
            LongestArgument = starts(depth)
        End If
        starts(depth) = i + 1
        If c = ")" Then depth = depth - 1
        If depth = 0 Then Exit Function
        i = NextMark(formula, i + 1)
    Loop
End Function

' Whether the bracket at a place opens a call of ours.
Private Function IsOurs(ByVal formula As String, ByVal bracket As Long) As Boolean
    IsOurs = (Mid$(formula, bracket, 1) = "(" And UCase$(Left$(NameBefore(formula, bracket), 3)) = "SB_")
End Function

Private Function NameBefore(ByVal formula As String, ByVal bracket As Long) As String
    Dim i As Long
    For i = bracket - 1 To 1 Step -1
        If InStr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_.0123456789", UCase$(Mid$(formula, i, 1))) = 0 Then Exit For
    Next i
    NameBefore = Mid$(formula, i + 1, bracket - i - 1)
End Function

' The next bracket or comma from a place on, neither quoted nor inside {} or []; 0 when there is none.
Private Function NextMark(ByVal formula As String, ByVal place As Long) As Long
    Dim i As Long, depth As Long, quote As String, c As String
    i = place
    Do While i <= Len(formula)
        c = Mid$(formula, i, 1)
        If Len(quote) > 0 Then
            If c = quote Then quote = ""
        ElseIf depth > 0 And c = "'" Then
            i = i + 1
        ElseIf c = "'" Or c = Chr$(34) Then
            quote = c
        ElseIf c = "{" Or c = "[" Then
            depth = depth + 1
        ElseIf c = "}" Or c = "]" Then
            depth = depth - 1
        ElseIf depth = 0 And InStr("(),", c) > 0 Then
            NextMark = i
            Exit Function
        End If
        i = i + 1
    Loop
End Function
