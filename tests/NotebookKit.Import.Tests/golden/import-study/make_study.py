"""Writes one invented cohort (the first 14 patients of data-templates/example) in three forms: a German spreadsheet with procedures
side by side, a raw REDCap export with its dictionary, and the CSV from which make_spss.R makes an SPSS file.
Run in this folder: python3 make_study.py ../../../data-templates/example && Rscript make_spss.R"""
import csv, os, sys

example = sys.argv[1]
patients = list(csv.DictReader(open(os.path.join(example, "patients.csv"), encoding="utf-8")))[:14]
procedures = list(csv.DictReader(open(os.path.join(example, "procedures.csv"), encoding="utf-8")))
of = {p["patient_id"]: [r for r in procedures if r["patient_id"] == p["patient_id"]] for p in patients}


from datetime import date, timedelta

CALLS, TERMS = ["PR", "SD", "PD", "CR", "SD", "PR"], ["nausea", "abdominal_pain", "fever", "liver_abscess", "fatigue"]
scans, events = {}, {}  # patient -> [(day, response)], [(term, onset, grade, attribution, outcome)]
for i, p in enumerate(patients):
    last, days = date.fromisoformat(p["last_contact_date"]), [date.fromisoformat(r["procedure_date"]) for r in of[p["patient_id"]]]
    scans[p["patient_id"]] = [((d + timedelta(60)).isoformat(), CALLS[(i + k) % 6]) for k, d in enumerate(days) if d + timedelta(60) <= min([last] + [e for e in days if e > d])]
    events[p["patient_id"]] = [(TERMS[(i + k) % 5], (d + timedelta(3 + i)).isoformat(), 1 + (i + k) % 3, ["possible", "probable", "unrelated"][(i + k) % 3], "resolved") for k, d in enumerate(days)
                               if i % 3 != 2 and d + timedelta(3 + i) <= min([last] + [e for e in days if e > d])]


def german(day):
    return ".".join(reversed(day.split("-"))) if day else ""


SEX = {"female": "w", "male": "m"}
SITE = {"pancreas": "Pankreas", "small_bowel": "Dünndarm", "lung_bronchus": "Lunge", "stomach": "Magen", "rectum": "Rektum", "colon": "Kolon", "unknown_primary": "CUP"}
ART = {"tae": "TAE", "ctace": "TACE", "deb_tace": "DEB-TACE", "tare_glass": "TheraSphere", "tare_resin": "SIR-Spheres"}
os.makedirs("spreadsheet", exist_ok=True)
os.makedirs("redcap", exist_ok=True)
os.makedirs("spss", exist_ok=True)
with open("spreadsheet/Register.csv", "w", encoding="cp1252", newline="") as f:
    w = csv.writer(f, delimiter=";", lineterminator="\r\n")
    w.writerow(["Pat-Nr", "Alter", "Geschl.", "Primärtumor", "Grading", "Ki-67 (%)", "Diagnose", "verstorben", "letzter Kontakt", "Todesdatum", "Todesursache"]
               + [f"{n}. Eingriff {x}" for n in (1, 2, 3) for x in ("Datum", "Art")] + [f"{n}. CT {x}" for n in (1, 2, 3) for x in ("Datum", "mRECIST")])
    for p in patients:
        row = [p["patient_id"], p["age_at_index_years"].replace(".", ","), SEX[p["sex"]], SITE[p["primary_site"]], p["who_grade"], p["ki67_percent"].replace(".", ","), german(p["diagnosis_date"]),
               "ja" if p["vital_status"] == "dead" else "nein", german(p["last_contact_date"]), german(p["death_date"]), "Tumor" if p["death_cause"] == "disease" else ""]
        for n in range(3):
            r = of[p["patient_id"]][n] if n < len(of[p["patient_id"]]) else None
            row += [german(r["procedure_date"]), ART[r["modality"]]] if r else ["", ""]
        for n in range(3):
            row += [german(scans[p["patient_id"]][n][0]), scans[p["patient_id"]][n][1]] if n < len(scans[p["patient_id"]]) else ["", ""]
        w.writerow(row)
AE = {"nausea": "Übelkeit", "abdominal_pain": "Bauchschmerzen", "fever": "Fieber", "liver_abscess": "Leberabszess", "fatigue": "Müdigkeit"}
LINK = {"possible": "möglich", "probable": "wahrscheinlich", "unrelated": "kein Zusammenhang"}
with open("spreadsheet/Nebenwirkungen.csv", "w", encoding="cp1252", newline="") as f:
    w = csv.writer(f, delimiter=";", lineterminator="\r\n")
    w.writerow(["Pat-Nr", "Nebenwirkung", "Beginn", "CTCAE", "Zusammenhang", "Ausgang"])
    for p in patients:
        for term, onset, grade, link, outcome in events[p["patient_id"]]:
            w.writerow([p["patient_id"], AE[term], german(onset), grade, LINK[link], "abgeklungen"])

sites, arts = list(SITE), list(ART)
choices = lambda values: " | ".join(f"{i + 1}, {v}" for i, v in enumerate(values))
head = ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label", "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number", "Text Validation Min", "Text Validation Max", "Identifier?"]
fields = [("record_id", "demographics", "text", "Study ID", "", ""), ("age", "demographics", "text", "Age", "", "number"), ("sex", "demographics", "radio", "Sex", "1, Female | 2, Male", ""),
          ("primary_site", "demographics", "dropdown", "Primary site", choices(["Pancreas", "Small bowel", "Lung", "Stomach", "Rectum", "Colon", "Unknown primary"]), ""),
          ("who_grade", "demographics", "radio", "Grade", "1, G3 | 2, NEC", ""), ("ki67", "demographics", "text", "Ki-67", "", "number"), ("diagnosis_date", "demographics", "text", "Date of diagnosis", "", "date_dmy"),
          ("vital_status", "demographics", "radio", "Vital status", "0, Alive | 1, Dead", ""), ("last_contact", "demographics", "text", "Last contact", "", "date_dmy"), ("death_date", "demographics", "text", "Date of death", "", "date_dmy"),
          ("death_cause", "demographics", "radio", "Cause of death", "1, Disease | 2, Other", ""), ("proc_date", "procedures", "text", "Date of procedure", "", "date_dmy"),
          ("proc_type", "procedures", "dropdown", "Procedure", choices(["TAE", "TACE", "DEB-TACE", "TARE glass", "TARE resin"]), ""),
          ("scan_date", "imaging", "text", "Scan date", "", "date_dmy"), ("scan_response", "imaging", "radio", "Response", "1, CR | 2, PR | 3, SD | 4, PD", ""),
          ("ae_term", "adverse_events", "dropdown", "Adverse event", choices(["Nausea", "Abdominal pain", "Fever", "Liver abscess", "Fatigue"]), ""), ("ae_onset", "adverse_events", "text", "Onset", "", "date_dmy"),
          ("ae_grade", "adverse_events", "text", "CTCAE grade", "", "integer"), ("ae_attribution", "adverse_events", "radio", "Attribution", "1, Possible | 2, Probable | 3, Unrelated", ""),
          ("ae_outcome", "adverse_events", "radio", "Outcome", "1, Resolved | 2, Ongoing", "")]
with open("redcap/dictionary.csv", "w", encoding="utf-8", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(head)
    for name, form, kind, label, choice, validation in fields:
        w.writerow([name, form, "", kind, label, choice, "", validation, "", "", ""])
with open("redcap/export.csv", "w", encoding="utf-8", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "age", "sex", "primary_site", "who_grade", "ki67", "diagnosis_date", "vital_status", "last_contact", "death_date", "death_cause", "demographics_complete", "proc_date", "proc_type", "procedures_complete",
                "scan_date", "scan_response", "imaging_complete", "ae_term", "ae_onset", "ae_grade", "ae_attribution", "ae_outcome", "adverse_events_complete"])
    for p in patients:
        w.writerow([p["patient_id"], "", "", p["age_at_index_years"], 1 if p["sex"] == "female" else 2, sites.index(p["primary_site"]) + 1, 1 if p["who_grade"] == "G3" else 2, p["ki67_percent"], p["diagnosis_date"],
                    1 if p["vital_status"] == "dead" else 0, p["last_contact_date"], p["death_date"], 1 if p["death_cause"] == "disease" else "", 2] + [""] * 12)
        for n, r in enumerate(of[p["patient_id"]]):
            w.writerow([p["patient_id"], "procedures", n + 1] + [""] * 11 + [r["procedure_date"], arts.index(r["modality"]) + 1, 2] + [""] * 9)
        for n, (day, call) in enumerate(scans[p["patient_id"]]):
            w.writerow([p["patient_id"], "imaging", n + 1] + [""] * 14 + [day, ["CR", "PR", "SD", "PD"].index(call) + 1, 2] + [""] * 6)
        for n, (term, onset, grade, link, outcome) in enumerate(events[p["patient_id"]]):
            w.writerow([p["patient_id"], "adverse_events", n + 1] + [""] * 17 + [["nausea", "abdominal_pain", "fever", "liver_abscess", "fatigue"].index(term) + 1, onset, grade, ["possible", "probable", "unrelated"].index(link) + 1, 1, 2])
with open("spss/source.txt", "w", encoding="utf-8", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["id", "alter", "sex", "primary_site", "grade", "ki67", "dx_date", "vital_status", "last_contact", "death_date", "death_cause"] + [f"proc{n}_{x}" for n in (1, 2, 3) for x in ("date", "type")] + [f"scan{n}_{x}" for n in (1, 2, 3) for x in ("date", "response")])
    for p in patients:
        row = [p["patient_id"], p["age_at_index_years"], 1 if p["sex"] == "female" else 2, sites.index(p["primary_site"]) + 1, p["who_grade"], p["ki67_percent"], p["diagnosis_date"], 1 if p["vital_status"] == "dead" else 0,
               p["last_contact_date"], p["death_date"], 1 if p["death_cause"] == "disease" else ""]
        for n in range(3):
            r = of[p["patient_id"]][n] if n < len(of[p["patient_id"]]) else None
            row += [r["procedure_date"], arts.index(r["modality"]) + 1] if r else ["", ""]
        for n in range(3):
            row += [scans[p["patient_id"]][n][0], ["CR", "PR", "SD", "PD"].index(scans[p["patient_id"]][n][1]) + 1] if n < len(scans[p["patient_id"]]) else ["", ""]
        w.writerow(row)
with open("spss/events.txt", "w", encoding="utf-8", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["id", "ae_term", "onset_date", "ctcae", "relation", "outcome"])
    for p in patients:
        for term, onset, grade, link, outcome in events[p["patient_id"]]:
            w.writerow([p["patient_id"], ["nausea", "abdominal_pain", "fever", "liver_abscess", "fatigue"].index(term) + 1, onset, grade, ["possible", "probable", "unrelated"].index(link) + 1, 1])
