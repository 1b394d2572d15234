Attribute VB_Name = "modTell"
Option Explicit
Option Private Module

' Every message box of the add-in.
Public Sub Tell(ByVal text As String, Optional ByVal warning As Boolean = False)
    MsgBox text, IIf(warning, vbExclamation, vbInformation), TextOf("title")
End Sub

Public Function Agreed(ByVal text As String) As Boolean
    Agreed = (MsgBox(text, vbOKCancel + vbInformation, TextOf("title")) = vbOK)
End Function
