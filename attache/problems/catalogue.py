"""The wording of every problem, by code. Codes are stable: headquarters' tooling relies on them.

A message says what is wrong and never repeats a value; a fix says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple


class Wording(NamedTuple):
    """What one code says. An error forbids storing, a warning does not.

    `one` is the message where the count among its args is 1, if the usual one does not fit that.
    """

    message: str
    fix: str
    level: Literal["error", "warning"] = "error"
    one: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it can say."""
        return tuple(filter(None, (self.message, self.one, self.fix)))

    def message_for(self, args: Mapping[str, object]) -> str:
        """The message that fits the args."""
        return self.one if self.one and args.get("count") == 1 else self.message


# fmt: off  # one problem, one line
CATALOGUE: dict[str, Wording] = {
    # REQ, FLD: a record as a whole
    "REQ001": Wording("A value is needed here.", "Give a value."),
    "FLD001": Wording(
        "There is no field of this name.", "Leave it out, or see the field names with --help."
    ),
    "FLD002": Wording("There is no field of this name.", "Did you mean “{nearest}”?"),
    "FLD003": Wording(
        "This value cannot be read.", "Give it in another form; --help shows an example."
    ),
    "FLD004": Wording(
        "This must be a JSON object, or a list of objects.",
        'Put the fields between braces: {{"field": "value"}}.',
    ),
    "FLD005": Wording(
        "This is not JSON from line {line} on.", "Mend the text; strings stand in double quotes."
    ),
    "FLD008": Wording("Only one object can be taken here.", "Give one JSON object."),
    "FLD006": Wording("There is nothing to change.", "Give at least one field with its new value."),
    "FLD007": Wording("A needed value cannot be cleared.", "Give another value instead."),
    "FLD009": Wording(
        "This value does not stand in the list.", "Take out one that does; show prints them."
    ),
    "FLD010": Wording(
        "{count} values stand here and would be replaced.",
        "To keep them, use the options that begin with --add- and --remove-.",
    ),
    "FLD014": Wording(
        "{count} values stand here and would be taken out.",
        "To take out only some of them, use the options that begin with --remove-.",
    ),
    "FLD011": Wording(
        "This field stands more than once in one JSON object.",
        "Leave one value; several values of a field stand in one list: [1, 2].",
    ),
    "FLD012": Wording(
        "The JSON says something else here than {word} on the command line.",
        "Leave one of the two out, or have both say the same.",
    ),
    "FLD013": Wording(
        "Nobody stands there in this list, or not before this row.",
        "Give the number of an earlier row, or a ref.",
    ),
    # TXT: words
    "TXT001": Wording(
        "The text holds characters that are no text (broken encoding).",
        "Type it anew, or save the source as UTF-8.",
    ),
    "TXT002": Wording(
        "The text is longer than {limit} characters.",
        "Shorten it to {limit} characters; put the rest in a note.",
    ),
    "TXT003": Wording("There is no letter in it.", "Write it in letters, as the person gives it."),
    "TXT004": Wording("Only invisible characters stand here.", "Give a text, or leave it blank."),
    "TXT005": Wording("Text is expected here.", "Put the value in quotes, as text."),
    "TXT006": Wording(
        "There are several lines, and one line belongs here; nothing of it was taken.",
        "Give one line; a longer text belongs into the summary, the remarks or a note.",
    ),
    "TXT007": Wording(
        "Characters that nobody sees were left out of this text.",
        "See whether the rest is what was meant; it may have been put together to deceive.",
        "warning",
    ),
    "TXT008": Wording(
        "{count} lines were typed or pasted beyond the last answer; not stored: “{words}”.",
        "Of a pasted text only its first line is there; say no, and put the whole on one line.",
        "warning",
        "One line was typed or pasted beyond the last answer; not stored: “{words}”.",
    ),
    # COD: closed lists
    "COD001": Wording(
        "This is no value of the list “{list}”.", "attache codes show {list} prints the values."
    ),
    "COD002": Wording(
        "This is no value of the list “{list}”.",
        "Did you mean “{nearest}” ({label})? attache codes show {list} prints the values.",
    ),
    "COD003": Wording(
        "“Unknown”, “declined” and “not asked” cannot stand beside other values.",
        "Keep either that answer or the other values.",
    ),
    "COD005": Wording(
        "This is no value of the list “{list}”; it may be a number that its sender uses.",
        "Say once what such numbers are, as in attache exchange map FILE --set COLUMN=sex:1:male,2:female; attache codes show {list} prints the values.",
    ),
    "COD004": Wording(
        "There is no code list of this name.", "attache codes list prints the names."
    ),
    # DAT: dates
    "DAT001": Wording(
        "This is no date that can be read.", "Write 2026-01-31, 31/1/2026 or 31 Januari 2026."
    ),
    "DAT002": Wording(
        "This is no date that can be read.",
        "Write 2001-08-17, 2001-08 or only 2001; 17 Agustus 2001 is read too.",
    ),
    "DAT003": Wording(
        "A bare number stands where a date is needed.",
        "Format the cell as a date, or write the date as text: 2026-01-31.",
    ),
    "DAT004": Wording(
        "A time of day stands where only a date is needed.", "Give the date alone: 2026-01-31."
    ),
    "DAT005": Wording(
        "This day lies in the future.", "Give the day on which it happened, at the latest today."
    ),
    "DAT006": Wording("This day comes before “{other}”.", "Correct one of the two dates."),
    "DAT007": Wording("A birth date more than 120 years ago.", "Correct the year."),
    "DAT008": Wording("The period ends before it begins.", "Give --since and --until in order."),
    "DAT010": Wording("The weekday and the date do not agree.", "Correct one of the two."),
    "DAT011": Wording(
        "Row {row} of this column can only be month/day/year, so this date may be that too.",
        "Write the month as a word, such as 7 Agustus 1990, or change the whole column.",
    ),
    "DAT012": Wording(
        "{count} dates of this column can be day/month or month/day, and no other one tells which; "
        "they were read as day/month/year.",
        "Compare one with its document; if the month comes first, write it as a word.",
        "warning",
        "One date of this column can be day/month or month/day, and no other one tells which; it "
        "was read as day/month/year.",
    ),
    "DAT013": Wording(
        "Day and month of {count} dates of this column may be exchanged: the spreadsheet program "
        "could not read row {row} as a date, as one does that takes the month first.",
        "Compare one of them with its document; if they are exchanged, write them anew as text.",
        "warning",
    ),
    # NIK, DOC, PHN: identifiers
    "NIK001": Wording(
        "A NIK has 16 digits; here are {count}.",
        "Compare it with the KTP or KK; leave it blank where it is not known for certain.",
    ),
    "NIK002": Wording(
        "A NIK has digits only.",
        "Compare it with the KTP or KK: O and 0, I and 1 are easily mistaken.",
    ),
    "NIK003": Wording(
        "The NIK stands in a number cell; the spreadsheet program has changed its last digits.",
        "Format the cell as text and type the NIK anew.",
    ),
    "NIK012": Wording(
        "The spreadsheet program cut this NIK: it is written as a power of ten, and its last digits are lost.",
        "Ask for the workbook itself; or format the column as text, and type the NIKs anew.",
    ),
    "NIK004": Wording(
        "The date inside this NIK does not exist.",
        "Compare digits 7 to 12 with the KTP: day (women: day + 40), month, year.",
    ),
    "NIK005": Wording(
        "The NIK and the birth date do not agree.", "Compare both with the KTP.", "warning"
    ),
    "NIK006": Wording("The NIK and the sex do not agree.", "Compare both with the KTP.", "warning"),
    "NIK007": Wording(
        "The NIK begins with no known province.",
        "Compare the first two digits with the KTP; old codes stay valid.",
        "warning",
    ),
    "NIK008": Wording(
        "The NIK begins with no known regency of its province.",
        "Compare the first four digits with the KTP; old codes stay valid.",
        "warning",
    ),
    "NIK009": Wording(
        "Digits 9 and 10 of the NIK are the month of birth; there is no such month.",
        "Compare them with the KTP.",
    ),
    "NIK010": Wording(
        "Digits 7 and 8 of the NIK are the day of birth (women: day + 40); there is no such day.",
        "Compare them with the KTP.",
    ),
    "NIK011": Wording(
        "The last four digits of the NIK count from 0001.", "Compare them with the KTP.", "warning"
    ),
    "DOC001": Wording(
        "A document number has letters and digits only, and at least one digit.",
        "Compare it with the document.",
    ),
    "DOC002": Wording(
        "The document number stands in a number cell; leading zeros may be lost.",
        "Format the cell as text and type the number anew.",
    ),
    "DOC003": Wording(
        "The document number is longer than {limit} characters.", "Compare it with the document."
    ),
    "DOC004": Wording(
        "This does not look like an Indonesian passport number.",
        "Compare it with the document: one or two letters, then six or seven digits.",
        "warning",
    ),
    "DOC005": Wording(
        "This does not look like the number of an SPLP.",
        "Compare it with the document: two letters, then six digits.",
        "warning",
    ),
    "DOC006": Wording(
        "One character of the number may be mistaken.",
        "Look whether character {position} is {other} in the document.",
        "warning",
    ),
    "DOC007": Wording(
        "No number stands here, but what became of it: “{words}”.",
        "Leave the number blank. Who holds the papers and whether the phone was taken belong in the "
        "case; attache status record notes a document that is lost or held.",
    ),
    "DOC008": Wording(
        "The number was left blank: “{words}” stands there.",
        "Papers in other hands are a sign of trafficking: record it with attache status record, and in "
        "the case with --documents-held-by.",
        "warning",
    ),
    "DOC009": Wording(
        "No number stands here, but that there is none: “{words}”.", "Leave the number blank."
    ),
    "DOC010": Wording(
        "The number was left blank: “{words}” stands there.",
        "If the document is lost, record it with attache status record.",
        "warning",
    ),
    "DOC011": Wording(
        "The number was left blank: “{words}” stands there.",
        "A telephone that was taken away is a sign of trafficking: record it in the case with "
        "--phone-taken.",
        "warning",
    ),
    "DOC012": Wording(
        "The number was left blank: “{words}” stands there.",
        "Nothing, if that is right.",
        "warning",
    ),
    "PHN001": Wording(
        "This is no possible telephone number.",
        "Write it with country code, such as +62 or +855; extensions go into the remarks.",
    ),
    "PHN002": Wording(
        "The telephone number stands in a number cell, and has more or fewer digits than such a number.",
        "Format the cell as text and type the number anew.",
    ),
    "PHN012": Wording(
        "The spreadsheet program cut this number: it is written as a power of ten, and its last digits are lost.",
        "Ask for the workbook itself; or format the column as text, and type the numbers anew.",
    ),
    "PHN010": Wording(
        "Without its country code, this number can belong to more than one country.",
        "Write it with its country code: {codes}.",
    ),
    "PHN011": Wording(
        "More than one telephone number stands in one cell.",
        "Leave one number; another goes into the further phone, a relative's into the family's phone.",
    ),
    # MRZ: machine-readable lines of documents
    "MRZ001": Wording(
        "These are no machine-readable lines of a document.",
        "Give two lines of 44 or 36 characters, or three of 30, as they stand in the document.",
    ),
    "MRZ002": Wording(
        "Line {line} has {count} characters; it needs {wanted}.",
        "Compare it with the document; count each < too.",
    ),
    "MRZ003": Wording(
        "Character {position} of line {line} cannot stand there.",
        "Only A to Z, 0 to 9 and < are used; compare it with the document.",
    ),
    "MRZ004": Wording(
        "The check digit of the {part} is wrong: a character was misread, or the document altered.",
        "Compare characters {first} to {last} of line {line} with the document.",
    ),
    "MRZ005": Wording(
        "Character {position} of line {line} cannot stand there.",
        "Look whether it is {other} in the document.",
    ),
    "MRZ006": Wording(
        "The {part} is no date that exists.",
        "Compare characters {first} to {last} of line {line} with the document.",
    ),
    "MRZ007": Wording(
        "No country or organisation has the code in characters {first} to {last} of line {line}.",
        "Compare it with the document.",
        "warning",
    ),
    "MRZ008": Wording(
        "Character {position} of line {line} tells the sex, and is neither M, F nor <.",
        "Compare it with the document.",
    ),
    "MRZ009": Wording("There is no name in line {line}.", "Compare the line with the document."),
    "MRZ010": Wording(
        "The check digit of the {part} is wrong; one character may be misread.",
        "Look whether character {position} of line {line} is {other} in the document.",
    ),
    "MRZ011": Wording(
        "Line {line} is short; < was put at its end.",
        "Compare the end of the name with the document.",
        "warning",
    ),
    # NUM: counts and amounts
    "NUM001": Wording("A whole number is needed here.", "Write digits only."),
    "NUM002": Wording("The number must lie between {least} and {most}.", "Correct the number."),
    "NUM003": Wording(
        "This is no amount that can be read.", "Write digits, and at most two decimals: 1250.50."
    ),
    "NUM004": Wording("The amount is negative or too large.", "Correct the amount."),
    "NUM005": Wording(
        "This separator can mean thousands or decimals.",
        "Write the amount without separators, 1200 or 1.20, or give its currency too.",
    ),
    "NUM006": Wording("An amount without a currency.", "Give the currency too."),
    "NUM007": Wording("More women than participants.", "Correct the numbers."),
    "NUM008": Wording(
        "The amount is in {amount}, but the currency beside it is {currency}.",
        "Correct the one that is wrong.",
    ),
    # REF: names of records
    "REF001": Wording(
        "This is no ref of a record.",
        "A ref looks like PNH-A-P12, or P12 on the seat that made it.",
    ),
    "REF002": Wording("There is no record with this ref.", "Look it up with list or find."),
    "REF003": Wording("The ref names another kind of record.", "Name one of: {kinds}."),
    "REF004": Wording(
        "This record was withdrawn.", "Name the record that replaced it, or another one."
    ),
    "REF005": Wording(
        "What was withdrawn cannot be changed.",
        "Record a new one, or bring it back: attache log names the line, attache undo takes it back.",
    ),
    "REF006": Wording(
        "Nobody is found.",
        "Try a shorter part of the name, or a number; person add records somebody new.",
    ),
    "REF007": Wording(
        "Other records name this one: {refs}.", "Withdraw those first, or let them name another."
    ),
    "REF008": Wording(
        "This record was erased here.",
        "Leave it out; what is erased does not come back.",
    ),
    # PER: people
    "PER001": Wording(
        "{person} had a case before: {case} of {year}; no outcome is recorded.",
        "Look at {case} before going on.",
        "warning",
    ),
    "PER002": Wording(
        "{person} had a case before: {case} of {year}; departed for home.",
        "Look at {case} before going on.",
        "warning",
    ),
    "PER003": Wording(
        "{person} had a case before: {case} of {year}; arrived at home.",
        "Look at {case} before going on.",
        "warning",
    ),
    "PER004": Wording(
        "More than one person may be meant, or it is not certain who.",
        "Give the ref of one of the candidates, or describe somebody new.",
    ),
    "PER005": Wording("Nobody is found by this.", "Give a ref, or describe the person as new."),
    "PER006": Wording("The two are one record already.", "Name two different people."),
    "PER007": Wording(
        "The two records differ here, and one value has to be chosen.",
        "Keep the first with --keep, or take the other with --take; --yes keeps the first everywhere.",
    ),
    "PER008": Wording("Nobody was merged with this person.", "See person show with --history."),
    "PER009": Wording(
        "More than one person was merged with this one: {refs}.", "Say which with --from."
    ),
    "PER010": Wording(
        "In {ref} this field was changed after the merge; it was left as it is.",
        "Correct it with edit where needed.",
        "warning",
    ),
    "PER011": Wording(
        "Recorded after the merge, and left where it is: {refs}.",
        "If one is about the other person, say attache undo, then person unmerge again with its ref after "
        "--give; or have it name them with edit.",
        "warning",
    ),
    "PER012": Wording(
        "{ref} does not name the person who stays, so it cannot be given to the other.",
        "Leave it out.",
    ),
    "PER013": Wording(
        "A name alone does not say who is meant; it may be {refs}.",
        "Write the ref, the NIK or the passport number in the cell.",
    ),
    "PER020": Wording(
        "No name and no number stands here.",
        "Type a ref, part of a name, a NIK, or the number of a document or phone.",
    ),
    "PER022": Wording(
        "More than one of the list may be meant: {refs}.", "Give the ref of the one that is meant."
    ),
    "PER023": Wording("Nobody has this number here.", "Type {answers}."),
    "PER021": Wording("That is no answer here.", "Type {answers}."),
    "PER031": Wording(
        "People of this name who may be the same are recorded already ({count}): {refs}.",
        "Look at them with attache person show; make two records one with attache person merge.",
        "warning",
    ),
    "PER032": Wording(
        "This says minor, but by the birth date the person was 18 or older.",
        "Ask which is right, and correct the case or the birth date.",
        "warning",
    ),
    "PER033": Wording(
        "This says no minor, but by the birth date the person was under 18.",
        "Ask which is right, and correct the case or the birth date.",
        "warning",
    ),
    "PER030": Wording(
        "The number that this replaces stays as a former one, and its holder is found by it: {refs}.",
        "If the new number is a slip, say attache undo; if the old one was, attache person number "
        "withdraw REF --reason ….",
        "warning",
    ),
    "PER034": Wording(
        "Another person has this number too, or had it: {refs}.",
        "Look whose it is with attache person show, and correct it where it is wrong; attache "
        "person duplicates lists who may be recorded twice.",
        "warning",
    ),
    "PER035": Wording(
        "By what was changed this may be somebody who is recorded already: {refs}.",
        "Look at them with attache person show; make two records one with attache person merge.",
        "warning",
    ),
    "PER036": Wording(
        "No number stands here.",
        "Give the number that the person had: a NIK, or that of a document or phone.",
    ),
    "PER037": Wording(
        "Letters of two scripts that look alike stand in this name; a search would not find it.",
        "Type the name anew on the keyboard instead of copying it.",
        "warning",
    ),
    "PER038": Wording(
        "By decisions that stand, {one} and {other} would be one person and different people.",
        "See them with attache person show. Take apart whom another is not with attache person "
        "unmerge REF --from REF, or withdraw the wrong answer with attache person decision withdraw.",
    ),
    "PER039": Wording(
        "Names with commas between them stand here: this may be one person or several.",
        "Separate several people by semicolons. One person with such a name: record them first with "
        "attache person add, and give the ref.",
    ),
    # PST: the post
    "PST001": Wording("Exactly {count} letters A to Z are needed.", "Shorten or correct it."),
    "PST002": Wording("There is no such time zone.", "Give an IANA name such as Asia/Phnom_Penh."),
    "PST003": Wording(
        "The country has more than one time zone.", "Give --time-zone, such as {nearest}."
    ),
    # DEC: decisions
    "DEC001": Wording(
        "This may be somebody who is already recorded.",
        "Take that person with --same-as REF, or record a new one with --new; in a list, write in the "
        'row "same_as": "REF" (or the number of an earlier row), or "new": true.',
    ),
    "DEC004": Wording(
        "This may be somebody who is already recorded.",
        "Give that person's ref in place of the description, or write in it "
        '"same_as": "REF" (or the number of an earlier row), or "new": true; --new says that all are '
        "new.",
    ),
    "DEC003": Wording(
        "The person is recorded with another value here; it was left as it is.",
        "Change it with person edit if the new value is right.",
        "warning",
    ),
    # STA: counts
    "STA001": Wording("Nothing is counted by this.", "Name one of: {names}."),
    "STA002": Wording("No records of this post are here.", "Name one of: {names}."),
    # XLS: workbooks
    "XLS001": Wording(
        "The file is not there or cannot be opened.",
        "Check the name and whether another program keeps it open.",
    ),
    "XLS002": Wording(
        "This is no workbook of the kinds .xlsx, .xlsb, .xls or .ods.",
        "Open it in a spreadsheet program and save it as .xlsx.",
    ),
    "XLS003": Wording(
        "The workbook is damaged.",
        "Open it in a spreadsheet program and save it anew as .xlsx, or ask the sender for it again.",
    ),
    "XLS004": Wording(
        "No sheet of the workbook belongs to a record type of attache.",
        "Name the record type, as in attache exchange check FILE --as person; or start from a template (attache exchange template).",
    ),
    "XLS005": Wording(
        "No header row is found on this sheet.",
        "Say where the column titles stand, as in attache exchange map FILE --header-row 4; or put them in one row, as in the template.",
    ),
    "XLS006": Wording(
        "The column {head} is not known; it was left aside.",
        "If it is needed, say what it holds: attache exchange map FILE --set COLUMN=FIELD.",
        "warning",
    ),
    "XLS007": Wording(
        "The column {head} is not known; it was left aside. Is it “{nearest}”?",
        "If so, say it: attache exchange map FILE --set COLUMN=FIELD.",
        "warning",
    ),
    "XLS008": Wording(
        "The column {head} claims the same field as another one.",
        "With attache exchange map FILE --set COLUMN=- one of the two is left aside.",
    ),
    "XLS009": Wording(
        "A needed column is missing.",
        "Add the column “{title}”, as in the template; if another one holds it, say which: attache exchange map FILE.",
    ),
    "XLS011": Wording(
        "The folder is not there or cannot be written to.", "Choose another place for the file."
    ),
    "XLS012": Wording(
        "There is a file of this name already.", "Choose another name, or give --yes to replace it."
    ),
    "XLS013": Wording(
        "The row says otherwise than the record; both are kept until one is chosen.",
        "See exchange conflicts, then decide with exchange resolve.",
        "warning",
    ),
    "XLS014": Wording(
        "Two rows lead to the same record.",
        "Keep one of the two; of a copied row that is to be a new record, clear Ref and the hidden columns.",
    ),
    "XLS015": Wording(
        "This label is used by no row of the workbook.",
        "Give the person's ref, or the label of a row such as #1.",
    ),
    "XLS016": Wording(
        "This may be somebody who is already recorded: {refs}.",
        "Decide with exchange import --review or --decide, or put that ref into the row.",
        "warning",
    ),
    "XLS017": Wording("There is no such record type or package.", "Name one of: {names}."),
    "XLS018": Wording(
        "There is nothing on this sheet below its header.", "Fill in at least one row.", "warning"
    ),
    "XLS019": Wording(
        "The row refers to a row that was not taken in.",
        "Settle that row first, then import again.",
    ),
    "XLS020": Wording(
        "This sheet belongs to no record type; it was left aside.",
        "Give it the name of a sheet of the template, or name the record type with --as.",
        "warning",
    ),
    "XLS021": Wording(
        "The hidden columns of this row belong to another record than its ref.",
        "Rows were sorted or copied without them; clear the hidden columns, or ask for the file anew.",
    ),
    "XLS022": Wording(
        "Records that left with {ledger} did not come back: {count} ({refs}).",
        "Nothing happened to them here; withdraw those that are to go.",
        "warning",
    ),
    "XLS023": Wording(
        "The row refers to a person who waits for a decision.",
        "Decide with exchange import --review, then import again.",
        "warning",
    ),
    "XLS024": Wording(
        "“{decision}” decides no row of this workbook.",
        "Write sheet, row and person, such as People!5=P12, People!5=new or People!5=People!4.",
    ),
    "XLS025": Wording(
        "The ref is that of somebody else than the row describes.",
        "Look the ref up; clear it if the person is new, or mend name and numbers.",
    ),
    "XLS026": Wording(
        "The record of this row, {ref}, was withdrawn here; it is not taken in again.",
        "Nothing, if that is right; else attache log names the line, attache undo takes it back.",
        "warning",
    ),
    "XLS027": Wording(
        "The name is quite another one now, and nothing else says that it is the same person: {old} → {new}.",
        "Nothing, if it is a correction; else give the row to a person of its own, without the ref.",
        "warning",
    ),
    "XLS040": Wording(
        "The cell holds the error {error} instead of a value.",
        "Mend the formula, or type the value.",
    ),
    "XLS041": Wording(
        "The formula in this cell was saved without its result.",
        "Open the workbook in a spreadsheet program and save it there, or type the value.",
    ),
    "XLS042": Wording(
        "This sheet is hidden; it is read like the others.",
        "Show it in the spreadsheet program and look it through, or delete it.",
        "warning",
    ),
    "XLS043": Wording(
        "Hidden rows are read like the others: {rows}.",
        "Show them in the spreadsheet program and look them through, or delete them.",
        "warning",
    ),
    "XLS044": Wording(
        "Hidden columns are read like the others: {columns}.",
        "Show them in the spreadsheet program and look them through, or delete them.",
        "warning",
    ),
    "XLS045": Wording(
        "The text table was read as {encoding}, with its columns divided by “{delimiter}”.",
        "See whether letters and columns are right; if not, save it as .xlsx and send that.",
        "warning",
    ),
    "XLS046": Wording(
        "This is a text table (CSV) or another text, not a workbook.",
        "Save it as .xlsx in a spreadsheet program; or give --csv if it is a CSV.",
    ),
    "XLS047": Wording(
        "This is a workbook of the kind {kind}, which is not read.",
        "Open it in a spreadsheet program and save it as .xlsx.",
    ),
    "XLS048": Wording(
        "This is a web page under the name of a workbook.",
        "Open it in a spreadsheet program and save it as .xlsx.",
    ),
    "XLS049": Wording("The file is empty.", "Ask the sender for it once more."),
    "XLS050": Wording("This is a folder or a device, not a file.", "Name the file itself."),
    "XLS051": Wording(
        "The workbook is protected by a password.",
        "Put the password into a file of your own and name that with --password-file.",
    ),
    "XLS052": Wording(
        "The password does not open this workbook.",
        "Ask the sender; capitals and spaces count.",
    ),
    "XLS053": Wording(
        "The workbook is encrypted in a way that is not read.",
        "Save it as .xlsx, with a password for opening or with none.",
    ),
    "XLS054": Wording(
        "The workbook unpacks to more than {limit} MB, or to far more than its size warrants.",
        "Delete what is not needed, or divide it; ask the sender if the file looks small.",
    ),
    "XLS055": Wording(
        "There are more rows or cells than can be taken in at once ({limit}).",
        "Delete the empty rows below the data, or divide the file.",
    ),
    "XLS056": Wording(
        "A value stands very far from all others.",
        "Delete it, or the empty rows and columns before it, and save the workbook.",
    ),
    "XLS057": Wording(
        "The rows or cells are numbered in a way that contradicts itself.",
        "Open the workbook in a spreadsheet program and save it anew as .xlsx.",
    ),
    "XLS058": Wording(
        "The workbook holds macros; none was run, only its values are read.",
        "Do not allow the macros where you open it yourself, unless you know who sent it.",
        "warning",
    ),
    "XLS059": Wording(
        "The workbook is linked to other files; none was fetched, only the last values are read.",
        "Do not update the links where you open it yourself, unless you know who sent it.",
        "warning",
    ),
    "XLS060": Wording(
        "Other files are embedded in the workbook; they were left unread.",
        "Do not open them without asking the sender.",
        "warning",
    ),
    "XLS061": Wording(
        "The formula in this cell fetches from elsewhere or starts a program.",
        "Do not open the file without asking the sender; replace the formula by its value.",
    ),
    "XLS062": Wording(
        "The workbook declares entities of its own, as no spreadsheet program does.",
        "Do not open the file without asking the sender for where it comes from.",
    ),
    "XLS063": Wording(
        "The parts of the workbook overlap, stand there twice, or lead out of it.",
        "Do not open the file without asking the sender for where it comes from.",
    ),
    "XLS064": Wording(
        "Merged cells cover too much of the sheet.",
        "Unmerge them in the spreadsheet program, then save the workbook.",
    ),
    "XLS065": Wording(
        "Reading the workbook took more time or memory than its size warrants; it was stopped.",
        "Copy the values into a new workbook, and send that.",
    ),
    "XLS066": Wording(
        "It cannot be told in which encoding the text table was saved.",
        "Save it as “CSV UTF-8”, or as .xlsx.",
    ),
    "XLS067": Wording(
        "A quotation mark in the text table is not closed, or stands where none can stand.",
        "Mend the row, or save the table as .xlsx in a spreadsheet program.",
    ),
    "XLS068": Wording(
        "The file is larger than {limit} MB.", "Delete what is not needed, or divide it."
    ),
    "XLS069": Wording(
        "The password has fewer than {limit} characters.",
        "Take the words that are offered, or a longer password.",
    ),
    "XLS070": Wording(
        "The password file cannot be read, is blank, or can be read by others.",
        "Put the password on its first line; on Unix set its permissions with chmod 600.",
    ),
    "XLS071": Wording(
        "The marked copy would take the place of the workbook itself.",
        "Choose another name for the copy.",
    ),
    "XLS080": Wording(
        "Protected columns stayed here: {columns}.",
        "They leave only for a purpose: give --purpose, such as headquarters-report.",
        "warning",
    ),
    "XLS081": Wording("A basis without a purpose says nothing.", "Give --purpose as well."),
    "XLS082": Wording(
        "For this purpose protected columns stayed here: {columns}.",
        "If they have to leave, state the basis with --basis, or take another purpose.",
        "warning",
    ),
    "XLS083": Wording(
        "No consent is recorded for these people: {refs}.",
        "Ask them first, or leave without --purpose; for another basis give --basis.",
    ),
    "XLS090": Wording(
        "The columns were read as mapping {ref} says.",
        "Nothing, if that is right; exchange mappings {ref} shows it.",
        "warning",
    ),
    "XLS091": Wording(
        "“{text}” names no column of this workbook.",
        "Write the head of a column or its letter, =, and a field, such as D=nik; nearest heads: {heads}.",
    ),
    "XLS092": Wording(
        "Several columns would hold the same field: {columns}.",
        "Give all but one of them another field, or leave them aside with -.",
    ),
    "XLS093": Wording(
        "It is not clear which column “{text}” means, or what it holds: {columns}.",
        "Name each column once; where several have the same head, by its letter.",
    ),
    "XLS094": Wording(
        "Several mappings of this header say different things: {refs}.",
        "Say what is right with exchange map, or take back all but one with exchange forget.",
    ),
    "XLS095": Wording(
        "By mapping {ref} this column holds a field that does not exist: {name}.",
        "Say anew what the column holds, with exchange map.",
    ),
    "XLS096": Wording(
        "Mapping {ref} of this header is for another record type; it was not applied.",
        "Leave --as out to have it applied.",
        "warning",
    ),
    "XLS097": Wording(
        "Mapping {ref} of this header is for a record type that does not exist.",
        "Say anew what the columns hold, with exchange map.",
    ),
    "XLS098": Wording(
        "No column titles stand there: {rows}.",
        "Name one of the first 20 rows, such as --header-row 4; 4-5 where titles stand in two.",
    ),
    "XLS099": Wording(
        "This sheet carries attache's own field names; a mapping does not change them.",
        "Leave the sheet out, or clear its hidden first row.",
    ),
    "XLS100": Wording(
        "The header stands there again: rows {rows}; they were passed over.",
        "Nothing, if that is right.",
        "warning",
    ),
    "XLS101": Wording(
        "The numbers of the columns were passed over: row {rows}.",
        "Nothing, if that is right.",
        "warning",
    ),
    "XLS102": Wording(
        "Totals were passed over: rows {rows}.", "Nothing, if that is right.", "warning"
    ),
    "XLS103": Wording(
        "Place and date cannot be told apart in this cell.",
        "Write the place, a comma and the date, such as Kupang, 17 Agustus 2001.",
    ),
    "XLS104": Wording(
        "Merged cells were read as the same value in each of their rows: {rows}.",
        "Unmerge those that belong to one row only.",
        "warning",
    ),
    "XLS109": Wording(
        "Nothing stands in a column that is read: rows {rows}; they were passed over.",
        "Give their columns titles that are known, if they are records.",
        "warning",
    ),
    "XLS120": Wording(
        "{count} cells were taken as blank, because their words say that there is nothing: {words}.",
        "Nothing, if that is right.",
        "warning",
        "One cell was taken as blank, because it says that there is nothing: {words}.",
    ),
    "XLS121": Wording(
        "Sums, notes and signatures below the table were passed over: rows {rows}.",
        "Nothing, if that is right.",
        "warning",
    ),
    "XLS122": Wording(
        "This row may be a person or a signature: little stands in it, apart from the rows above.",
        "Delete the row if it is no person; else move it up to the others, or say more in it.",
    ),
    "XLS123": Wording(
        "The column {head} names people too: in each row a number is taken before a name.",
        "Nothing, if that is right.",
        "warning",
    ),
    "XLS124": Wording(
        "The column {head} was left aside, because another one holds the same field.",
        "Give it the title of a field if it is needed.",
        "warning",
    ),
    "XLS125": Wording(
        "Words in this column were taken as advice, days as the day to follow up.",
        "Nothing, if that is right.",
        "warning",
    ),
    "XLS126": Wording(
        "This is a package of several record types; a sheet holds one.", "Name one of: {names}."
    ),
    "XLS140": Wording(
        "The column {head} may be about somebody else than the person of the row; it was left aside.",
        "If it is the person's own, say what it holds: attache exchange map FILE --set COLUMN=FIELD.",
        "warning",
    ),
    "XLS141": Wording(
        "This sheet has no header with the columns that a record needs; it was left aside.",
        "If it holds records, say where its titles stand: attache exchange map FILE --header-row {rows}",
        "warning",
    ),
    "XLS142": Wording(
        "Nothing stands in the workbook.",
        "Ask the sender for it again; or look whether it was saved.",
    ),
    "XLS143": Wording(
        "It cannot be told whether this cell is ticked.",
        "Tick it with x, or leave it blank; if the column is not to be ticked, say what it holds with attache exchange map.",
    ),
    "XLS144": Wording(
        "More than one of the columns for this is ticked.", "Leave the right tick alone."
    ),
    "XLS150": Wording(
        "New people whose name is recorded too, with nothing that tells them apart ({count}): rows "
        "{rows}.",
        "Look for the name with attache person find; attache person merge makes two records one.",
        "warning",
    ),
    "XLS151": Wording(
        "No marked copy was made: this workbook asks for more memory or time than its size "
        "warrants.",
        "Mend the rows in the workbook itself; or copy the values into a new one, and check that.",
        "warning",
    ),
    "XLS152": Wording(
        "The marked copy has the values and the reasons only; formatting, notes, dropdowns and "
        "pictures of the workbook are not in it.",
        "Mend the rows in the copy and import that; keep the workbook itself for the rest.",
        "warning",
    ),
    "XLS153": Wording(
        "The column {head} was taken as the further phone, since another one holds the phone; where "
        "only this one has a number, it is the phone.",
        "Nothing, if both are the person's own; else leave it aside: attache exchange map FILE --set COLUMN=-.",
        "warning",
    ),
    "XLS154": Wording(
        "This cell cannot be read ({why}) and was left out, as you asked.",
        "Put the value right in the record later, with its edit.",
        "warning",
    ),
    "XLS155": Wording(
        "What is written is an Excel workbook (.xlsx); a file of this name is opened as something "
        "else.",
        "Give it a name that ends in .xlsx.",
    ),
    "XLS156": Wording(
        "The rows are stored as they are counted; only the marked copy is missing.",
        "Once there is a place for it, give attache exchange check the same file and options: it "
        "makes the copy and stores nothing.",
        "warning",
    ),
    "XLS157": Wording(
        "Rows below a title or a header that names somebody else were left out: rows {rows}.",
        "If they are people to be recorded, put them on a sheet of their own.",
        "warning",
    ),
    "XLS158": Wording(
        "Titles of sections were passed over: rows {rows}.",
        "Nothing, if that is right.",
        "warning",
    ),
    "XLS135": Wording(
        "The row names {ref}, and says something else of this person than what is recorded.",
        "Correct it, or change the person on a sheet of people.",
    ),
    "XLS136": Wording(
        "The row describes one person, and names nobody or several.",
        "Give each person a row, or leave the refs out, so that the person is looked for.",
    ),
    "XLS137": Wording(
        "Rows that are struck through are read like the others: {rows}.",
        "Delete those that do not count any more, or take out the line through them.",
        "warning",
    ),
    "XLS138": Wording(
        "Several rows of people have this name or number: {rows}.",
        "Write the ref that its row has, or a number; a row without a ref takes a label such as #1 there.",
    ),
    "XLS127": Wording(
        "P may be pria or perempuan here, because the column also has W or wanita.",
        "Write L and P, or the words in full, in the whole column.",
    ),
    "XLS128": Wording(
        "More than one person seems to stand in this cell, or a number before the name.",
        "Give each person a row of their own, with the name alone.",
    ),
    "XLS130": Wording(
        "Cells of column {columns} were moved past their refs or filled down: no change there is certain.",
        "Sort or move whole rows, with Ref and the hidden columns, or ask for the file anew; if it is right, make the change with edit, then import again.",
    ),
    "XLS131": Wording(
        "The row leads to {ref}, but describes {refs}, who is recorded too.",
        "Put the right ref into the row; if both are one person, join them with person merge, then import again.",
    ),
    "XLS132": Wording(
        "The record would be about somebody else, and the rest of the row is another one too.",
        "Put the row beside its own ref again; if it is right, make the change with edit.",
    ),
    "XLS139": Wording(
        "The record was about {old} and is now about {new}.",
        "If only the name was to be corrected, change the person instead.",
        "warning",
    ),
    # ORG: records of another office
    "ORG001": Wording(
        "{ref} is a record of another office ({post}) and is not changed here.",
        "Ask that office, and import its next workbook; record a person as your own and join the two with person merge.",
    ),
    "ORG002": Wording(
        "The row left another data file, or its record was erased here; the row does not say enough to take it in.",
        "Ask for the workbook anew, as attache exports it now, with its Ref column and hidden columns.",
    ),
    "ORG003": Wording(
        "{ref} is another record here than in the data file that the row is of.",
        "Nothing of it can be taken in; tell the office that sent it.",
    ),
    "ORG004": Wording(
        "The row is of another data file of this same post ({post}): its refs would be given here too.",
        "If both laptops are this post's, one must hold a copy of the other (vault copy); headquarters names a post of its own.",
    ),
    "ORG005": Wording(
        "The row is not as it left its office ({post}): it was sorted or changed on the way.",
        "Ask that office for the workbook anew; what is to change is changed there.",
    ),
    "ORG006": Wording(
        "The row is older than what is recorded; nothing of it was taken.",
        "Nothing, if a newer workbook came before this one.",
        "warning",
    ),
    "ORG007": Wording(
        "The row names {ref}, which is not here among the records of that data file.",
        "Ask for a package that holds that record too, such as handoff; import that first.",
    ),
    "ORG008": Wording(
        "This record was erased here; it is not taken in again.",
        "Nothing, if that is right; the office that sent it may have to erase it too.",
        "warning",
    ),
    "ORG009": Wording(
        "The row is about {ref}, which was erased here; it is not taken in.",
        "Nothing, if that is right; the office that sent it may have to erase it too.",
        "warning",
    ),
    "ORG010": Wording(
        "The row names {ref}, which was erased here; it is taken in without that and without its texts.",
        "Nothing, if that is right; the office that sent it may have to erase it too.",
        "warning",
    ),
    "ORG011": Wording(
        "Records that came from {post} before are not in this workbook, which holds all that it has: {count} ({refs}).",
        "They still stand and count here; ask that office whether they were withdrawn, corrected or merged there.",
        "warning",
    ),
    "ORG012": Wording(
        "What this record said when the sheet left was erased since, with somebody whom it named; nothing of the row was taken in.",
        "Change the record with its own edit; a sheet that is exported now comes back as usual.",
        "warning",
    ),
    "ORG013": Wording(
        "The workbook is older than that of {ledger}, which has all that its office had at {at}, and {ref} no more; nothing of the row was added.",
        "Ask that office for a workbook made now: what stands there comes with it. To take this one in all the same, undo {ledger} first (exchange undo) and import this one before that.",
        "warning",
    ),
    "ORG014": Wording(
        "{ref} is not in the workbook of {ledger}, which has all that its office had at {at}; which of the two is older is not known, and the row was added.",
        "Ask the office that recorded it whether it stands there still; if not, undo this import (exchange undo).",
        "warning",
    ),
    # HTC: the Human Trafficking Case Data Standard (HTCDS)
    "HTC001": Wording(
        "HTCDS has no value for “{value}”; “{said}” goes out instead (records: {count}).",
        "Tell the receiver separately if the difference matters.",
        "warning",
    ),
    "HTC002": Wording(
        "HTCDS cannot say “{value}”; the cell stays blank (records: {count}).",
        "Tell the receiver separately if it matters.",
        "warning",
    ),
    "HTC003": Wording(
        "HTCDS has no field for “{title}”; it does not go out (records: {count}).",
        "Send it separately, as an export of attache, if the receiver may have it.",
        "warning",
    ),
    "HTC004": Wording(
        "attache has no field for this column; what stands there was left aside (cells: {count}).",
        "If you need it, write it into a note on the case.",
        "warning",
    ),
    "HTC005": Wording(
        "The hidden header row and the visible one disagree about this column; the hidden one counts.",
        "Look at the values; if they follow the visible title, correct the name in the hidden row and import again.",
        "warning",
    ),
    "HTC006": Wording(
        "The address cannot be read for certain: the two header rows disagree, and the values follow the visible one.",
        "Unhide the first row, give the address columns the names that fit their values, and import again.",
    ),
    "HTC007": Wording(
        "Several nationalities stand here; attache keeps one.",
        "Leave one in the cell and write the others into the remarks.",
    ),
    "HTC008": Wording(
        "Two rows of the same person say different things about them.",
        "Make name, birth date and the other columns of the person agree in both rows.",
    ),
    "HTC009": Wording(
        "The sender notes that this person has not consented.",
        "Make sure that there is another legal basis before you keep or pass on the data.",
        "warning",
    ),
    "HTC010": Wording(
        "The hidden columns are gone, and this value may stand for several of ours; what is recorded was left as it is.",
        "Change the record by hand if the value is new.",
        "warning",
    ),
    "HTC011": Wording(
        "No sheet has the header of HTCDS.",
        "Keep the first row with the system names such as prs_FirstName, as in the published workbook.",
    ),
    "HTC012": Wording(
        "This is a sheet of HTCDS: people and cases in one row.",
        "Read it as such: attache exchange check FILE --as htcds.",
    ),
    # FIL: files that are written where an officer says
    "FIL001": Wording(
        "This is a vault, a backup or a copy of one, or a file that a vault needs; nothing is written "
        "over it.",
        "Choose another name for the file.",
    ),
    "FIL002": Wording(
        "This is no ordinary file but a folder, a link, a pipe or a device.",
        "Choose the name of a file.",
    ),
    "FIL003": Wording(
        "This file is not there.", "Check the name, and whether the disk that has it is plugged in."
    ),
    "FIL004": Wording(
        "The disk is full; the file was not written.",
        "Make room, or choose a place on another disk.",
    ),
    # VLT: the data file
    "VLT001": Wording(
        "There is no vault here.", "Make one with attache init, or name it with ATTACHE_VAULT."
    ),
    "VLT002": Wording(
        "The vault is in use by another program.", "Wait until that is done, then try again."
    ),
    "VLT003": Wording(
        "The vault cannot be read: it is damaged.", "Keep the file as it is and restore a backup."
    ),
    "VLT004": Wording(
        "The vault could not be written: {reason}.",
        "Make room or ask for permission, then try again; nothing was stored.",
    ),
    "VLT005": Wording(
        "There is a vault already.", "Use it, or name another place with ATTACHE_VAULT."
    ),
    "VLT006": Wording(
        "The vault cannot be opened: {reason}.", "Check the owner and the permissions of the file."
    ),
    "VLT008": Wording(
        "This file is no vault of attache.",
        "Name another file: in the command, where it was named there, or with ATTACHE_VAULT.",
    ),
    "VLT009": Wording(
        "The passphrase is wrong.", "Try again, or give the recovery code in its place."
    ),
    "VLT010": Wording(
        "The vault is locked.",
        "Open it with attache vault unlock, or set ATTACHE_PASSPHRASE_FILE in a script.",
    ),
    "VLT011": Wording(
        "The vault is damaged or was altered (transaction {frame}).",
        "Keep the file as it is; attache vault check says more. attache vault restore takes a backup, "
        "attache vault salvage saves what can still be proved.",
    ),
    "VLT012": Wording(
        "The vault is older than when it was last seen here, or another one.",
        "Find the newer file, or take the newest backup with attache vault restore. Restoring this file "
        "itself goes on with it, and says what is missing.",
    ),
    "VLT013": Wording(
        "The last writing was interrupted and never confirmed; its remains were cut off.",
        "See with attache log what was stored last.",
        "warning",
    ),
    "VLT014": Wording(
        "A newer version of attache has made the vault or brought it up to date.",
        "Bring attache up to date here too.",
    ),
    "VLT015": Wording(
        "The vault asks for a key derivation that is too weak or too heavy: it was altered.",
        "Do not type the passphrase again; restore a backup.",
    ),
    "VLT016": Wording(
        "This is {kind}; a vault there can be lost or read by others.",
        "Choose a folder on this machine's own disk, or insist with --shared-folder.",
    ),
    "VLT017": Wording(
        "How far the vault has come could not be noted outside of it.",
        "Make room in the state folder; until then neither an older file nor another one in its place "
        "would be noticed.",
        "warning",
    ),
    "VLT018": Wording(
        "The last writing was interrupted and never confirmed; it is left out.",
        "The next command that writes cuts off its remains.",
        "warning",
    ),
    "VLT019": Wording(
        "The passphrase is too short.",
        "Take at least 12 characters; the six words offered are best.",
    ),
    "VLT020": Wording(
        "The file with the passphrase can be read by others, or not at all.",
        "Make it yours alone: chmod 600.",
    ),
    "VLT021": Wording(
        "No passphrase could be had from there.", "Run the command by hand and see what it prints."
    ),
    "VLT022": Wording(
        "The vault cannot be left open: there is no safe place for its key.",
        "Give the passphrase with each command.",
        "warning",
    ),
    "VLT023": Wording("This is no length of time.", "Write 15m, 2h or 8h; at most 24 hours."),
    "VLT024": Wording("The two passphrases differ.", "Type the same one twice."),
    "VLT025": Wording(
        "This officer has a passphrase already.", "attache vault passphrase changes it."
    ),
    "VLT026": Wording(
        "No officer of this name has a passphrase.", "attache vault officers list prints the names."
    ),
    "VLT027": Wording(
        "You opened the vault with this passphrase yourself.", "Let another officer take it away."
    ),
    "VLT028": Wording(
        "The vault cannot be left open: there is no safe place for its key.",
        "Set ATTACHE_PASSPHRASE_FILE or ATTACHE_PASSPHRASE_COMMAND instead.",
    ),
    "VLT029": Wording(
        "Backups and copies from before still open as they did; they do not open the vault any more.",
        "Make a new backup, and destroy those that are not needed.",
        "warning",
    ),
    "VLT030": Wording(
        "The backup could not be read back as it was written.", "Write it to another disk."
    ),
    "VLT031": Wording(
        "The anchor belongs to another vault.", "Give the line that was noted with this backup."
    ),
    "VLT032": Wording(
        "There is a vault already; the backup would take its place.",
        "Say it with --yes; what is there is kept beside it.",
    ),
    "VLT033": Wording("This is no anchor.", "Give the whole line that begins with ATTACHE-ANCHOR."),
    "VLT034": Wording("The check “{name}” found something.", "Do this: {hint}", "warning"),
    "VLT035": Wording("The check “{name}” failed.", "Do this: {hint}"),
    "VLT036": Wording(
        "The disk fails: whether the last change was stored cannot be told.",
        "See with attache log on a sound disk; make a backup elsewhere at once.",
    ),
    "VLT037": Wording(
        "Nothing is known here of this file, and there are records in it: it was recorded in elsewhere, "
        "or what was noted here is lost. If it was copied by hand, both laptops now give out the same "
        "refs.",
        "If the other laptop goes on with its file, have it make a copy for this one: attache vault "
        "copy FILE --seat B.",
        "warning",
    ),
    "VLT038": Wording(
        "Somebody opens the vault who is no officer in its profile, or has a second passphrase: {names}.",
        "Ask who gave it to them; attache vault officers remove NAME takes it away.",
        "warning",
    ),
    "VLT039": Wording(
        "Your passphrase was changed on {day}, by {officer}.",
        "Choose your own with attache vault passphrase; if you did not ask for it, tell your post.",
        "warning",
    ),
    "VLT040": Wording(
        "The backup is made, but the log could not note it.",
        "Write down where it is: what is erased later is still in there.",
        "warning",
    ),
    "VLT041": Wording(
        "The vault could not be written to the end: {reason}.",
        "Make room or ask for permission; see with attache log what was stored before that.",
    ),
    "VLT042": Wording(
        "The vault is locked: another command has changed its key meanwhile.",
        "Open it again with attache vault unlock, then start again.",
    ),
    "VLT043": Wording(
        "What was made for you can be read by nobody where it would be printed; nothing was stored.",
        "Let it go to a screen, a file or a program that reads it; a passphrase of your own can stand "
        "in a file that ATTACHE_NEW_PASSPHRASE_FILE names.",
    ),
    "VLT052": Wording(
        "The vault was made by somebody who has no key to it: it is forged.",
        "Record nothing in it. Keep the file as it is, restore a backup with attache vault restore, and "
        "find out who could write it.",
    ),
    "VLT053": Wording(
        "The keys of the vault were changed, and not on this machine.",
        "Ask who changed them: attache vault confirm says what was found and takes it on. If nobody "
        "did, restore a backup with attache vault restore.",
    ),
    "VLT054": Wording(
        "One of the two headers of the vault is damaged; it opens by the other one.",
        "The next command that writes mends it. Make a backup, and have the disk looked at.",
        "warning",
    ),
    "VLT055": Wording(
        "The vault has the form of an earlier attache, in which nothing proves who wrote it.",
        "If it is yours, attache vault confirm brings it up to date.",
    ),
    "VLT056": Wording(
        "This machine has too little memory free to open the vault.",
        "Close other programs, then try again.",
    ),
    "VLT057": Wording(
        "The line is not that of this file: it was changed since, or is another one.",
        "Have the line read out anew by whoever changed the file, as attache vault status prints it.",
    ),
    "VLT058": Wording(
        "That the vault is yours could not be noted.",
        "Make room in the state folder, then try again.",
    ),
    "VLT059": Wording(
        "The vault would be taken on as it was changed or put here elsewhere.",
        "Say it with --yes once you know who did that, or give --anchor.",
    ),
    "VLT060": Wording(
        "The backup is later than the line that was given: of what came after it the line proves "
        "nothing.",
        "Look with attache log at what is there; note the line of each new backup.",
        "warning",
    ),
    "VLT061": Wording(
        "The backup is under another key than the vault had here: it is from before the key was "
        "changed, or somebody who had a key once has made it. It opens to {names}.",
        "If you know it to be yours, say it with --another-key. Where the vault itself is gone, whoever "
        "was shut out since opens it again: attache vault officers remove and attache vault passphrase "
        "shut them out, attache vault rekey alone does not.",
    ),
    "VLT062": Wording(
        "Whoever has a lost file and guesses its passphrase knows that passphrase.",
        "Have every officer change theirs with attache vault passphrase, and the recovery code with "
        "--recovery-code. Make new copies for other laptops and a new backup.",
        "warning",
    ),
    "VLT063": Wording(
        "The data file has grown by {transactions} transactions; each command reads them all.",
        "Compact it when nobody waits: attache vault compact. Locking the vault and a backup do it "
        "too.",
        "warning",
    ),
    "VLT066": Wording(
        "The passphrase is one of those that are guessed first.",
        "Take the six words offered, or several words that have nothing to do with one another, with "
        "the office or with you.",
    ),
    "VLT067": Wording(
        "These officers have no passphrase any more: {names}.",
        "Give each a new one with attache vault officers add.",
        "warning",
    ),
    "VLT070": Wording(
        "This is a backup of another office's vault.",
        "Name a backup of this one; to go on with the other office's, name a place of its own with "
        "ATTACHE_VAULT, or move this one's file away and say it with --another-file.",
    ),
    "VLT071": Wording(
        "This is no backup of the vault that was here: it is another laptop's copy, or somebody who had "
        "a key once has made it.",
        "Take over what it has with attache vault merge. Where this vault is lost for good, move its file "
        "away and say it with --another-file.",
    ),
    "VLT072": Wording(
        "The vault that was there is gone or could not be read, or not all of it: what was recorded "
        "after the last line of the backup ({day}), and who was erased since, is not known here. They "
        "are back if the backup has them, and refs of after that may be given again.",
        "Erase again whom you have erased since, and merge the copies of other laptops before you "
        "record; attache vault salvage may read more of a file that is kept.",
        "warning",
    ),
    "VLT073": Wording(
        "The vault that was there had gone its own way from the backup: both gave out the same refs.",
        "Take over what it has under a letter of its own: attache vault merge {file} --seat F.",
        "warning",
    ),
    "VLT074": Wording(
        "Not even the post's profile can be read any more: what is left makes no vault.",
        "Name a backup that has it with --backup, or restore one.",
    ),
    "VLT075": Wording(
        "Part of the vault is lost, and what stands behind the damage may say less than it did.",
        "Compare it with the newest backup; merge the copies of other laptops after restoring it.",
        "warning",
    ),
    "VLT076": Wording(
        "No header of the vault can be read; nothing of it opens without one.",
        "Name a backup that has the header: attache vault salvage OUT --backup OLD; or restore one.",
    ),
    "VLT077": Wording(
        "The vault was opened by the recovery code: it is not said whose passphrase is to be changed.",
        "Name the officer with --officer NAME; attache vault officers list prints the names.",
    ),
    "VLT078": Wording(
        "{officer} is an officer already; this name differs in capitals and spaces only.",
        "Write it as it is there, or give a name that tells the two apart.",
    ),
    "VLT079": Wording(
        "{file} cannot be a vault: {reason}.",
        "Name another file, or move it away and take a backup back with attache vault restore.",
    ),
    "VLT080": Wording(
        "The passphrase is not that of {file}.",
        "Give one that opens that file, or its recovery code; a script has it from "
        "ATTACHE_COPY_PASSPHRASE_FILE, and that of the vault from ATTACHE_PASSPHRASE_FILE.",
    ),
    "VLT081": Wording(
        "{file} is locked, and needs its passphrase.",
        "Run the command at a terminal, or set ATTACHE_COPY_PASSPHRASE_FILE in a script.",
    ),
    "VLT082": Wording(
        "Who had been shut out since the backup opens the vault again, by a passphrase or the recovery "
        "code of then: {names}.",
        "Take away whoever is out with attache vault officers remove NAME. Whose passphrase was changed "
        "changes it again with attache vault passphrase, and the recovery code with --recovery-code. "
        "attache vault rekey alone shuts none of them out.",
        "warning",
    ),
    "VLT083": Wording(
        "Another vault was here when one was last opened at this place: this is a different file.",
        "If you put it here, as a new copy for this laptop, attache vault confirm says what was found and "
        "takes it on. If not, record nothing: keep it aside and restore a backup with attache vault "
        "restore. Whoever had a key once can make such a file.",
    ),
    "VLT084": Wording(
        "The file has the form of an earlier attache, and the vault here was brought up to date before: "
        "this is an old file, or a forged one.",
        "Find the newer file, or restore a backup with attache vault restore.",
    ),
    "VLT085": Wording(
        "The backup has not come as far as the line says that was given, or is not the one for which it "
        "was noted.",
        "Name the backup that was made with this line, or give the line of this one. If there is no other "
        "one, restore it without --anchor; what was recorded since is missing then.",
    ),
    "VLT086": Wording(
        "The backup holds what attache does not write, or not what each vault has: {ref}.",
        "It was altered, or is of another version. The vault stays as it was; name another backup.",
    ),
    "VLT087": Wording(
        "The last refs that are known are {refs}. Later ones, and those of other kinds, may have been "
        "given out in what is lost; they are given again then.",
        "Merge the copies of other laptops before recording. Where a paper or a message has a later ref, "
        "look whose it was.",
        "warning",
    ),
    "VLT088": Wording(
        "{officer} is what attache calls the recovery code; no officer is called so.",
        "Give the officer's own name.",
    ),
    "VLT089": Wording(
        "What attache does not write was left out: {where}.",
        "Whoever put it there had the key: compare what was saved with the newest backup.",
        "warning",
    ),
    "VLT090": Wording(
        "The file holds what attache does not write, or not what each vault has: {ref}.",
        "It was altered, or is of another version, and is not taken on: restore a backup with attache "
        "vault restore, or save the rest with attache vault salvage.",
    ),
    "VLT091": Wording(
        "The vault that was here is gone; the last that is known of it is of {day}.",
        "Look for the file, or take a backup back: attache vault restore BACKUP.",
    ),
    "VLT092": Wording(
        "There was a vault here; the last that is known of it is of {day}. A new one takes none of its "
        "backups and copies.",
        "Take a backup back: attache vault restore BACKUP. To begin anew, say --another-vault.",
    ),
    "VLT093": Wording(
        "The vault that was there had gone its own way from the backup, and keeps its refs: both gave "
        "out the same.",
        "Put it back before you record: attache vault restore {file}. Then take over what was recorded "
        "in the backup, as that command says.",
        "warning",
    ),
    "VLT094": Wording(
        "The file says that it has version {version} of the vault's form: a newer attache has written "
        "it, or its beginning was altered.",
        "Bring attache up to date if the office has a newer one. If not, restore a backup with attache "
        "vault restore, or save the records with attache vault salvage --backup BACKUP.",
    ),
    # MRG: copies of the vault
    "MRG001": Wording(
        "This file is no copy of this vault.", "Name the file that attache vault copy made."
    ),
    "MRG002": Wording(
        "This is the vault itself, or an earlier state of it: it has nothing that is not here.",
        "Name the copy of the other laptop.",
    ),
    "MRG003": Wording(
        "The copy was not closed in order, or is of an older version.",
        "Open it once with attache on its own laptop, then merge again.",
    ),
    "MRG004": Wording("This seat letter was given out before.", "Choose another letter."),
    "MRG005": Wording(
        "This conflict is resolved already.", "See it with exchange conflicts --all."
    ),
    "MRG006": Wording("No side of the conflict has this seat letter.", "Name one of: {seats}."),
    "MRG007": Wording(
        "Either a side or another value is needed.", "Give --take SEAT or --value TEXT."
    ),
    "MRG008": Wording(
        "Copies say different things: {refs}.",
        "Decide with attache exchange resolve.",
        "warning",
    ),
    "MRG009": Wording(
        "This file is of the same seat as the vault and has gone its own way from {line} on: each "
        "has given out the same refs ({refs}). It was copied by hand, or is an old backup.",
        "Take it over under a letter of its own: attache vault merge FILE --seat {seat}. Then have "
        "that laptop go on with a new copy: attache vault copy.",
    ),
    "MRG010": Wording(
        "This is a later state of the vault itself: it has all that is here, and more.",
        "Go on with that file instead; attache vault restore puts it in this one's place.",
    ),
    "MRG011": Wording(
        "Rows that both copies had taken in from a sheet were recorded twice; each is one record now: "
        "{refs}.",
        "Look at them with show; attache log says what was joined.",
        "warning",
    ),
    "MRG012": Wording(
        "People whom both copies recorded may be the same: {refs}.",
        "Decide with attache person duplicates.",
        "warning",
    ),
    "MRG013": Wording(
        "Somebody was erased from {ref}; what the other copy said there meanwhile is left out: {fields}.",
        "Ask the other office what of it has to be recorded again.",
        "warning",
    ),
    "MRG014": Wording(
        "These records are about somebody who was erased: {refs}.",
        "Look at each; withdraw it, or have attache vault erase REF take out what is left, for each of: "
        "{erased}.",
        "warning",
    ),
    "MRG015": Wording(
        "This conflict is decided by a side, not by another value.",
        "Give --take with one of: {seats}.",
    ),
    "MRG016": Wording(
        "What this laptop has was taken over elsewhere, under the letter {seat}.",
        "Have a new copy made there with attache vault copy, and go on here with that file.",
    ),
    "MRG017": Wording(
        "{ref} in this copy is no record as attache keeps them: its names or its stamp are wrong.",
        "The file was altered, or is of another version. Nothing of it was taken over; look at it "
        "on its own laptop with attache vault check --read-data.",
    ),
    "MRG018": Wording(
        "{ref} in this copy has what no such record can have: {fields}.",
        "Correct the record on its own laptop, with this version of attache, and merge again.",
    ),
    "MRG019": Wording(
        "The copy has lines that are dated ahead of this laptop's clock, as far as {day}: {lines}.",
        "Set the clocks of both laptops right. If the other one was wrong when that was recorded, take "
        "it over with --clock-ahead: its dates stay, and count where both laptops changed the same.",
    ),
    "MRG020": Wording(
        "The line {line} of this copy's log is none as attache writes them.",
        "The file was altered. Nothing of it was taken over; ask for a copy that was not.",
    ),
    "MRG021": Wording(
        "The line {line} of the log says something else in this copy than it does here.",
        "The file was altered. Nothing of it was taken over; ask for a copy that was not.",
    ),
    "MRG022": Wording(
        "{ref} says in this copy what no line of the log says: {fields}.",
        "The file was altered. Nothing of it was taken over; ask its officer what was changed.",
    ),
    "MRG023": Wording(
        "Of the lines of seat {seat} this copy's log lacks number {number}.",
        "The file was altered. Nothing of it was taken over; ask for a copy that was not.",
    ),
    "MRG024": Wording(
        "The line {line} of this copy's log says that it undoes {undone}, and does not.",
        "The file was altered. Nothing of it was taken over; ask for a copy that was not.",
    ),
    "MRG025": Wording(
        "{ref} in this copy was the ref of a record that was erased here.",
        "Refs are given once: the file was altered. Nothing of it was taken over.",
    ),
    "MRG026": Wording(
        "No line of this copy's log says that {ref} was recorded.",
        "The file was altered. Nothing of it was taken over; ask its officer about the record.",
    ),
    "MRG027": Wording(
        "On the other laptop {ref} was erased, by {by} ({line}); here it is not.",
        "See with --dry-run what goes with it. Agree with --erase {ref}, which cannot be undone; "
        "without it nothing of this copy is taken over. To keep {ref}, merge a backup of that laptop "
        "from before that, record here what is newer there, and have it go on with a new copy: attache "
        "vault copy.",
    ),
    "MRG028": Wording(
        "The copy withdraws what stands here: {refs}.",
        "See it with --dry-run, then take it over with --yes.",
    ),
    "MRG029": Wording(
        "The copy changes protected values of {refs}.",
        "See it with --dry-run, then take it over with --yes.",
    ),
    "MRG030": Wording(
        "The copy has lines signed by none of this vault's officers: {names}.",
        "Ask who that is, and what was done; if it is right, take the copy over with --yes.",
    ),
    "MRG033": Wording(
        "The copy was saved from a damaged file, and no line of its log says what these say: {refs}.",
        "See with --dry-run what would change here; if it is right, take it over with --yes.",
    ),
    "MRG032": Wording(
        "On the other laptop {ref} was erased by {by}, which no officer of this vault is called.",
        "Nothing of this copy was taken over. If it is right, erase {ref} here first: attache vault "
        "erase {ref}; then merge again.",
    ),
    "MRG031": Wording(
        "The copy has lines of this laptop's own that it does not have: {lines}.",
        "That is right only where an older backup was put back here; then take it over with --yes.",
    ),
    "MRG040": Wording(
        "The copy is under another key than this vault: in one of the two a passphrase was changed or "
        "somebody erased since, or somebody was shut out here who can still write there.",
        "Ask whoever has the copy what was changed. If it is as it should be, say it with "
        "--another-key; copies under that key are not asked about again until somebody is shut out. "
        "Then have that laptop go on with a new copy: attache vault copy.",
    ),
    "MRG041": Wording(
        "On another laptop {names} can open the vault no more; here they still can.",
        "If that is right here too, take it away: attache vault officers remove NAME.",
        "warning",
    ),
    "MRG044": Wording(
        "Withdrawn on one laptop and joined on another, these are joined now: {refs}.",
        "If it was recorded by mistake, take it apart with attache person unmerge, and withdraw it.",
        "warning",
    ),
    "MRG046": Wording(
        "Recorded where two people were still one who have been taken apart elsewhere, and left where it "
        "is: {refs}.",
        "Look at each, and name the other one with edit where that one is meant.",
        "warning",
    ),
    "MRG047": Wording(
        "The conflict {was} is {ref} now: {title} of {about}.",
        "Name it {ref} from here on; {was} may be another conflict, also on the other laptop.",
        "warning",
    ),
    "MRG034": Wording(
        "The seat letter {given} was given to two files; this one has no right to it.",
        "Take it over under a letter of its own: attache vault merge FILE --seat {seat}. Then have that "
        "laptop go on with a new copy: attache vault copy.",
    ),
    "MRG042": Wording(
        "What the merge {line} brought was undone here with {undo}; it stays so, although this copy "
        "has it.",
        "To have it back, say attache undo {undo}. Else the other laptop loses it too, when it merges "
        "this copy.",
        "warning",
    ),
    "MRG043": Wording(
        "The copy for seat {seat} that was begun earlier was not made.",
        "Its letter can be given again. Should that file be there after all, do not use it.",
        "warning",
    ),
    "MRG045": Wording(
        "The other file and this laptop's have given out the same refs, from {line} on; the other one "
        "keeps them.",
        "Have this laptop's file taken over there: attache vault merge FILE --seat {seat}. Then have a "
        "new copy made there with attache vault copy, and go on here with that file.",
    ),
    "MRG035": Wording(
        "This copy says that the seat letter {seat} was given out, and no line of its log does.",
        "The file was altered. Nothing of it was taken over; ask for a copy that was not.",
    ),
    "MRG036": Wording(
        "This copy holds what attache does not write: {ref}.",
        "The file was altered, or is of another version. Nothing of it was taken over; ask for a copy "
        "that was not.",
    ),
    # ERA: erasing
    "ERA001": Wording("How long records are kept is not set.", "Give --years, such as --years 5."),
    "ERA002": Wording(
        "Erasing cannot be undone.", "See first what goes with --dry-run; then say it with --yes."
    ),
    "ERA003": Wording(
        "Backups, other copies and workbooks that were sent still hold what was erased.",
        "Destroy old backups, and tell those who have the workbooks. Merge what each other laptop has, "
        "then have it go on with a new copy: attache vault copy.",
        "warning",
    ),
    "ERA004": Wording(
        "The reason names the person; it would stay in the log.",
        "Give the reason without name or number.",
    ),
    "ERA005": Wording(
        "Other texts name the person, and erasing leaves them: {refs}.",
        "Look at each place and edit those records; the log keeps what they said before.",
        "warning",
    ),
    "ERA006": Wording(
        "Other records of the same person as {ref} stay here: {refs}.",
        "Erase each of them too, unless it is to stay: attache vault erase REF",
        "warning",
    ),
    "ERA007": Wording(
        "Records of another office name the person, and erasing leaves them: {refs}.",
        "Tell that office what is to go; its next workbook brings the change.",
        "warning",
    ),
    "ERA008": Wording(
        "{ref} was joined with {erased}, who was erased, and is here yet. From the joining it still "
        "has: {fields}.",
        "If it is the same person: attache vault erase {ref}. If it is somebody else, set what it has "
        "from there right with attache person edit {ref} (the log keeps what it said, and a former "
        "number stays), then say attache person decision withdraw: {decisions}.",
        "warning",
    ),
    "ERA009": Wording(
        "There is nothing to erase of this person but who was joined with them.",
        "Decide whether that is the same person, and do what is said of it.",
    ),
    # CLK: the clock of the computer
    "CLK001": Wording(
        "This computer says that it is {now}; the last line of the log here is of {last}.",
        "Set the clock right. If it is right, run the command once more with --yes.",
    ),
    "CLK002": Wording(
        "This computer says that it is {now}; the last line of the log here is of {last}. Nobody "
        "is erased by a clock that may be wrong.",
        "Set the clock right. If it is right, make a backup first (attache vault backup), then "
        "try again.",
    ),
    "CLK003": Wording(
        "The clock of this computer is from before attache was made.",
        "Set date and time, then try again.",
    ),
    # LOG, UND: the log, and taking back
    "LOG001": Wording("There is no record type of this name.", "Name one of: {names}."),
    "LOG002": Wording(
        "This look could not be logged.",
        "See with vault check whether the vault can be written; until then looks leave no trace.",
        "warning",
    ),
    "LOG003": Wording("The log knows no such action.", "Name one of: {names}."),
    "UND001": Wording(
        "There is nothing of yours that can be undone.",
        "attache log lists what was done; name a line with its ref.",
    ),
    "UND002": Wording(
        "This line changed no record.", "Name a line that did; attache log lists them."
    ),
    "UND003": Wording(
        "What left with an export cannot be called back.",
        "Tell those who have the workbook; to undo something else, name its line.",
    ),
    "UND004": Wording(
        "Making the vault, changing who may open it, and erasing cannot be undone.",
        "attache vault --help shows what can be done instead.",
    ),
    "UND005": Wording("{by} has undone this already.", "attache undo {by} brings it back."),
    "UND006": Wording(
        "{by} has changed the same since: {refs}.",
        "Undo {by} first, or change the records by hand.",
    ),
    "UND007": Wording(
        "{by} names what would be taken back: {refs}.", "Withdraw or change {by} first."
    ),
    "UND008": Wording(
        "{refs} would name {by}, which was withdrawn.",
        "Bring {by} back first: attache log --record {by} names the line.",
    ),
    "UND009": Wording(
        "With the old values there would be a contradiction in {refs}.",
        "Change the record by hand instead.",
    ),
    "UND010": Wording(
        "Nothing was undone: this needs your word.",
        "Look at what it would do, then say attache undo {line} --yes.",
    ),
    "UND011": Wording(
        "{refs}: not as this line left it, or what it said before was erased.",
        "Edit the records; of a conflict, edit the record that it is about.",
    ),
    "UND012": Wording(
        "This merge was made on another laptop, or by an earlier version: it is not undone here.",
        "Undo it on the laptop where it was made, or withdraw or edit what is wrong.",
    ),
    "UND013": Wording(
        "A merge of copies ({by}) has changed {refs} since.",
        "Undo {by} first, or withdraw or edit what is wrong.",
    ),
    "UND014": Wording(
        "What was erased or sent with {by} stays so: {refs}.",
        "Nothing is to be done; tell those who have the workbooks.",
    ),
    "UND015": Wording(
        "Copies say different things about {refs} ({by}); undoing the merge leaves that as it is, now "
        "and once it is decided.",
        "Choose what stands with attache exchange resolve {by}; put right with edit what else of it is "
        "wrong.",
    ),
    "UND018": Wording(
        "This line is in effect no more: a backup was taken back since, as {by} says.",
        "Merge the file that was kept beside the vault to have it back.",
    ),
    "UND019": Wording(
        "What a merge brought and its undo takes back, the other laptops lose too, when they merge this "
        "copy; to merge theirs again brings nothing of it back.",
        "To have it back, undo the undo: attache log names its line.",
        "warning",
    ),
    "UND020": Wording(
        "This merge brought back what a restore had set aside; that is not taken back as a whole.",
        "Undo its lines one by one; attache log names them.",
    ),
    "UND021": Wording(
        "By {by} other records went into what would be taken back: {refs}.",
        "Undo {by} first, or withdraw or edit what is wrong.",
    ),
    "UND022": Wording(
        "What copies said differently about {refs} was decided since ({by}); that stays.",
        "See what was said with attache exchange conflicts --all; edit the record if it is wrong.",
    ),
    "UND023": Wording(
        "The same rows were taken in again since, with {by}: {refs}.",
        "To have these instead, say attache exchange undo {by} first.",
    ),
    "UND024": Wording(
        "This merge brought no record, only what stays: seat letters given, merges and the like.",
        "Name the line to undo instead; attache log lists them.",
    ),
    "UND025": Wording(
        "{by} erased what this line did to {refs}, or what that said.",
        "That stays so, and this line with it; a record that is left is changed with its own edit.",
    ),
    "UND026": Wording(
        "{refs} names {by}, which was erased, and stays withdrawn.",
        "Nothing is to be done: what was erased comes back with no undo.",
    ),
    "UND027": Wording(
        "{by} took in the same by itself: {refs}. That stays.",
        "Nothing, if it is to stay; attache log {by} shows that line.",
    ),
    # USE: usage; SYS: faults
    "USE001": Wording(
        "There is no command or option “{word}”.", "attache --help lists the commands."
    ),
    "USE002": Wording("There is no command or option “{word}”.", "Did you mean “{nearest}”?"),
    "USE003": Wording("“{word}” is missing.", "See --help for an example."),
    "USE004": Wording("The command cannot be understood.", "See --help for an example."),
    "USE005": Wording("Stopped; nothing was stored.", "Start again when you are ready."),
    "USE006": Wording("The file cannot be read.", "Check the name and the permissions."),
    "USE007": Wording(
        "{option} needs somebody to answer.",
        "Run it in a terminal, or decide with --decide, such as People!5=P12.",
    ),
    "USE008": Wording(
        "“{word}” lacks a value.", "Type it after a space; see --help for an example."
    ),
    "USE009": Wording("“{word}” takes no value.", "Leave out the = and what follows it."),
    "USE010": Wording(
        "“{words}” is more than this command takes.",
        "Put what belongs together in quotes; see --help for an example.",
    ),
    "USE011": Wording("{word}: this must be a whole number.", "Type digits only, such as 20."),
    "USE012": Wording("{word}: this must be at least {bound}.", "Type {bound} or more."),
    "USE013": Wording("{word}: this must be at most {bound}.", "Type {bound} or less."),
    "USE014": Wording("{word}: this value is not known.", "Type one of these: {choices}."),
    "USE015": Wording("What is to be done is missing.", "Add one of these: {verbs}."),
    "USE016": Wording("{word}: this value cannot be read.", "See --help for what it takes."),
    "USE017": Wording("Only one of these can be given: {options}.", "Leave out the others."),
    "USE018": Wording(
        "This is a pipe or a device, and no file.",
        "Give - instead, and have the other program write to attache (program | attache … -).",
    ),
    "USE019": Wording(
        "Stopped; what was done until then is stored.",
        "See with attache log, or in the file that you named, what that is.",
    ),
    "SYS001": Wording(
        "A fault in attache itself ({kind}); nothing was stored.",
        "Please report it, with the command but without personal data.",
    ),
    "SYS002": Wording(
        "A fault in attache itself ({kind}) while the result was shown; what was stored stays stored.",
        "See with list or show what was stored, then report the fault without personal data.",
    ),
    "SYS003": Wording(
        "A fault in attache itself ({kind}), after something was stored.",
        "See with attache log what was stored, then report the fault without personal data.",
    ),
}
# fmt: on
