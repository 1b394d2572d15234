Attribute VB_Name = "modTell"
Option Explicit

' A message box would wait for ever without a screen: the driving process is told instead.
Public Sub Tell(ByVal text As String, Optional ByVal warning As Boolean = False)
    Dim request(0) As New com.sun.star.beans.NamedValue
    request(0).Name = "tell"
    request(0).Value = text
    gBridge.execute request
End Sub

Public Function Agreed(ByVal text As String) As Boolean
    Tell text
    Agreed = True
End Function
