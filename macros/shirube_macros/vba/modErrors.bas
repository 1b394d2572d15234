Attribute VB_Name = "modErrors"
Option Explicit
Option Private Module

' The sentences behind error cells, by address, until Excel closes; the oldest go first.
Private gSentences As Collection
Private Const MOST_SENTENCES As Long = 500
Private Const SPILL_BLOCKED As Long = 2045
Private Const UNKNOWN_NAME As Long = 2029

Public Sub RememberError(cell As Object, ByVal sentence As String)
    Dim key As String
    On Error Resume Next
    If gSentences Is Nothing Then Set gSentences = New Collection
    key = KeyOf(cell)
    If Len(key) = 0 Then Exit Sub
    gSentences.Remove key
    If gSentences.Count >= MOST_SENTENCES Then gSentences.Remove 1
    gSentences.Add sentence, key
End Sub

' Cells of an array formula share the sentence of its first cell.
Public Function KeyOf(cell As Variant) As String
    On Error Resume Next
    KeyOf = FirstOf(cell).Address(External:=True)
End Function

' What went wrong in a cell and what to do; empty for a cell without an error of ours.
Public Function ReasonOf(cell As Variant) As String
    Dim shown As Variant
    On Error Resume Next
    shown = cell.Cells(1, 1).Value
    If VarType(shown) = vbString Then
        If Left$(shown, 4) = "#SB-" Then ReasonOf = Mid$(shown, 2)
    ElseIf IsError(shown) Then
        ReasonOf = Mid$(Remembered(cell), 2)
        If Len(ReasonOf) = 0 And HoldsOurs(CStr(cell.Cells(1, 1).Formula)) Then ReasonOf = TextOf(KindOf(shown))
    End If
End Function

Public Function Remembered(cell As Variant) As String
    On Error Resume Next
    Remembered = gSentences.Item(KeyOf(cell))
End Function

Private Function KindOf(shown As Variant) As String
    KindOf = "again"
    If shown = CVErr(SPILL_BLOCKED) Then KindOf = "spill"
    If shown = CVErr(UNKNOWN_NAME) Then KindOf = "name"
End Function

Public Sub ExplainError()
    Dim sentence As String
    On Error Resume Next
    sentence = ReasonOf(ActiveCell)
    If Len(sentence) = 0 Then sentence = TextOf("no_error")
    Tell sentence
End Sub
