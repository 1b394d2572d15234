Attribute VB_Name = "modAsk"
Option Explicit

Public Function Setting(ByVal key As String) As String
    Setting = AskSetting(key)
End Function

Public Function Started() As String
    Started = AskCommand()
End Function

Public Function Active() As String
    Active = ActiveWorkbook.Name
End Function
