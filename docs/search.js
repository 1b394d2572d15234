/* The index of the site cuts Japanese into words; what is typed is cut where the kind of letter changes, so that
   「クロス集計」 is looked for as クロス and 集計. Particles in hiragana are left out. */
const cutWhereLettersChange = (text) =>
  (text.match(/[\p{sc=Han}々]+|[\p{sc=Katakana}ー]+|\p{sc=Hiragana}+|[^\p{sc=Han}々\p{sc=Katakana}ー\p{sc=Hiragana}\s]+/gu) || [])
    .filter((part, _, all) => all.length === 1 || !/^\p{sc=Hiragana}{1,2}$/u.test(part))
    .join(" ")
const post = Worker.prototype.postMessage
Worker.prototype.postMessage = function (message, ...rest) {
  if (message && message.type === 2 && typeof message.data === "string")
    message = { ...message, data: cutWhereLettersChange(message.data) }
  return post.call(this, message, ...rest)
}
