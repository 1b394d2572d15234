"""Characters and words that are spelled in several ways: the tables behind the keys of names.

Only for comparing. What a table shows keeps the code points it came with.
"""

from __future__ import annotations

__all__ = ["ABBREVIATIONS", "LEGAL_FORMS", "VARIANTS"]

# The first character of each group stands for the others: old and new forms of one character (旧字体・異体字).
# Different characters that are merely mixed up (斉 and 斎) are not here: those are for a person to confirm.
_GROUPS = """
高髙 崎﨑嵜 辺邊邉 斎齋 斉齊 沢澤 浜濱濵 広廣 国國 徳德 桜櫻 真眞 竜龍 滝瀧 島嶋嶌 槙槇 吉𠮷 淵渕
桧檜 籠篭 薮藪 郷鄕 恵惠 円圓 応應 栄榮 学學 寛寬 実實 寿壽 蔵藏 静靜 聡聰 条條 瀬瀨 黒黑 横橫 鴎鷗
富冨 峰峯 群羣 館舘 芦蘆 曽曾 岳嶽 船舩 枡桝 亀龜 鉄鐵鐡 塩鹽 浅淺 関關 県縣 区區 庁廳 駅驛 豊豐
芸藝 会會 医醫 図圖 体體 児兒 将將 蛍螢 蝉蟬 万萬 与與 来來 両兩 渓溪 縁緣 温溫 歓歡 気氣 帰歸 旧舊
経經 検檢 権權 砿礦 穂穗 砕碎 済濟 雑雜 参參 賛贊 湿濕 渋澁 従從 叙敍 称稱 証證 焼燒 穣穰 乗乘 浄淨
畳疊 触觸 粋粹 随隨 髄髓 数數 声聲 専專 銭錢 総總 荘莊 双雙 窓窗 対對 台臺 択擇 担擔 団團 弾彈 痴癡
昼晝 虫蟲 鎮鎭 逓遞 点點 伝傳 当當 灯燈 闘鬪 独獨 読讀 届屆 悩惱 脳腦 拝拜 廃廢 売賣 麦麥 発發 抜拔
蛮蠻 彦彥 仏佛 並竝 変變 弁辨瓣辯 宝寶 褒襃 翻飜 毎每 満滿 訳譯 薬藥 予豫 余餘 様樣 頼賴 乱亂 覧覽
緑綠 涙淚 塁壘 礼禮 励勵 霊靈 齢齡 歴歷 恋戀 労勞 楼樓 湾灣 鶏鷄 顕顯 渇渴 掲揭 祇祗 尭堯 遥遙 瑶瑤
凜凛 厳嚴 亜亞 悪惡 圧壓 囲圍 為爲 稲稻 隠隱 営營 衛衞 奥奧 殴毆 価價 画畫 懐懷 絵繪 拡擴 殻殼 覚覺
楽樂 勧勸 巻卷 陥陷 観觀 偽僞 戯戲 犠犧 撃擊 挙擧 峡峽 挟挾 狭狹 暁曉 駆驅 勲勳 薫薰 径徑 茎莖 継繼
剣劍 圏圈 献獻 験驗 効效 号號 鉱鑛 剤劑 桟棧 残殘 糸絲 歯齒 辞辭 釈釋 写寫 収收 獣獸 縦縱 粛肅 処處
奨奬 剰剩 嬢孃 譲讓 醸釀 寝寢 慎愼 尽盡 酔醉 枢樞 摂攝 潜潛 繊纖 践踐 禅禪 捜搜 挿插 壮壯 争爭 装裝
騒騷 増增 続續 堕墮 滞滯 遅遲 鋳鑄 聴聽 勅敕 転轉 党黨 盗盜 弐貳 妊姙 払拂 舗舖 没沒 黙默 弥彌 揺搖
謡謠 猟獵 壱壹 錬鍊 炉爐 録錄 橋𣘺 柳栁 桑桒 清淸 青靑 黄黃 戸戶 恒恆 禄祿 晋晉 尚尙 巣巢 教敎 内內 歩步 野埜
土圡 栃杤 宜冝 亘亙 緒緖 鴬鶯 壌壤 免兔 脱脫 税稅 説說 歳歲 鋭銳 悦悅 閲閱 概槪 郎郞
"""


#: Variant character → the one that stands for it (for `str.translate`).
VARIANTS = {ord(other): group[0] for group in _GROUPS.split() for other in group[1:]}


#: Legal form → how it is shortened. Bracketed one-character forms are read at the ends of a name only.
LEGAL_FORMS: dict[str, tuple[str, ...]] = {
    "株式会社": ("(株)",),
    "有限会社": ("(有)",),
    "合同会社": ("(同)",),
    "合資会社": ("(資)",),
    "合名会社": ("(名)",),
    "特定非営利活動法人": ("npo法人", "(特非)", "(npo)", "特非"),
    "社会福祉法人": ("(福)", "(社福)", "社福"),
    "医療法人社団": ("(医社)",),
    "医療法人財団": ("(医財)",),
    "社会医療法人": (),
    "医療法人": ("(医)",),
    "学校法人": ("(学)",),
    "宗教法人": ("(宗)",),
    "一般社団法人": ("(一社)",),
    "一般財団法人": ("(一財)",),
    "公益社団法人": ("(公社)",),
    "公益財団法人": ("(公財)",),
    "社団法人": ("(社)",),
    "財団法人": ("(財)",),
    "国立大学法人": (),
    "地方独立行政法人": ("(地独)",),
    "独立行政法人": ("(独)",),
    "農事組合法人": ("(農)",),
}

#: Long word → how it is shortened in lists; for scoring candidates only, never for an automatic match.
ABBREVIATIONS: tuple[tuple[str, str], ...] = (
    ("小学校", "小"),
    ("中学校", "中"),
    ("高等学校", "高"),
    ("高校", "高"),
    ("特別支援学校", "特支"),
    ("幼稚園", "幼"),
    ("保育園", "保"),
    ("保育所", "保"),
    ("認定コドモ園", "コドモ園"),
    ("コミュニティセンタ-", "コミセン"),
    ("地域包括支援センタ-", "包括"),
    ("特別養護老人ホ-ム", "特養"),
    ("デイサ-ビスセンタ-", "デイサ-ビス"),
    ("図書館", "図"),
    ("公民館", "公"),
    ("病院", "病"),
    ("診療所", "診"),
    ("クリニック", "クリ"),
    ("センタ-", "セ"),
)
