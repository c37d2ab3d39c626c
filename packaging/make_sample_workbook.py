"""Write the sample budget `winter-harbour-budget.xlsx`: an invented film in Movie Magic's two layouts.

Run it with no argument; the workbook replaces `resources/sample/winter-harbour-budget.xlsx`, byte for byte
the same each time. Amounts are plain values, as an export has them, so no reader depends on a cached formula
result. Film, people and companies are invented. The section totals are those of the design pictures.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

TARGET = Path(__file__).resolve().parents[1] / "resources" / "sample" / "winter-harbour-budget.xlsx"
MADE_ON = datetime(2012, 11, 11, 14, 32, 8)  # noqa: DTZ001 - Office properties carry no zone
CENT = Decimal("0.01")
ABOVE_THE_LINE = ("1100", "1200")
OVERHEAD = Decimal("0.07")
CONTINGENCY = Decimal("0.05")
GRAND_TOTAL = Decimal("4236500.00")
CATEGORY_TOTALS = {
    "1100": Decimal("186500.00"),
    "1200": Decimal("398000.00"),
    "2000": Decimal("1012400.00"),
    "3000": Decimal("471939.29"),
    "4000": Decimal("468200.00"),
    "5000": Decimal("437600.00"),
    "6000": Decimal("326900.00"),
    "7000": Decimal("352480.00"),
    "8000": Decimal("128570.00"),
}

TITLE_ROWS = (
    "THE WINTER HARBOUR",
    "Le Port d’hiver / Il porto d’inverno / Зимняя гавань",
    "Producer: Atelier du Large, with Lanterna Film and Северный свет",
    "Director: Claire Vasseur        Script: third draft, Paolo Zorzi",
    "Shooting: 8 April to 31 May 2013, 38 days (Brest 12, Trieste 8, Kronstadt 18)",
    "Budget of 11 November 2012, draft 9. All amounts in EUR, 1 EUR = 40.50 RUB (9 November 2012)",
)
DETAIL_HEADER = ("Account", "Description", "Amount", "Units", "X", "Rate", "Subtotal", "Total")
TOPSHEET_HEADER = ("Acct", "Category Description", "Page", "Total")
ROWS_PER_PAGE = 72

# Remarks the line producer left under an account or category.
NOTES = {
    "1101": "Option runs to 30 June 2013; the extension has still to be signed.",
    "1200": "Cast fees without employers' contributions, see 3000.",
    "2000": "Producers and director stand here, not above the line: the national form files them under crew.",
    "2004": "Camera crew engaged through St Petersburg.",
    "3000": "Contributions per country of engagement; rates of autumn 2012.",
    "4001": "Sets to be built from 25 February 2013.",
    "4005": "No natural snow can be promised after 15 April.",
    "5002": "Shared rooms in Kronstadt except heads of department.",
    "6001": "Second camera for the ship and choir scenes only.",
    "7001": "Digital shoot, film recording for the archives.",
    "8001": "Guarantee quoted by a London guarantor, letter awaited.",
}

# "# category", "@ account", then lines: description | amount | units | x | rate.
BUDGET = """
# 1100 ARTISTIC RIGHTS
@ 1101 Original novel, option and purchase
Option on the novel, first period | 12 | Months | 1 | 540
Option on the novel, extension | 6 | Months | 1 | 540
Purchase price, due on first shooting day | 1 | Allow | 1 | 48500
Title search and entry in the film register | 1 | Allow | 1 | 2000
Literary agent and notary | 1 | Allow | 1 | 1780
@ 1102 Screenplay, three drafts
Treatment | 1 | Flat | 1 | 9800
First draft | 1 | Flat | 1 | 26000
Second draft | 1 | Flat | 1 | 19500
Shooting script and polish | 1 | Flat | 1 | 15700
Dialogue writer, Russian scenes | 6 | Weeks | 1 | 1360
Script consultant | 5 | Days | 1 | 600
Script printing and timing | 1 | Allow | 1 | 2340
@ 1103 Original score, composer's fee
Composer's fee, commission | 1 | Flat | 1 | 19900
Orchestration | 34 | Minutes | 1 | 155
Sea shanty and choir arrangements | 2 | Titles | 1 | 1000
Music adviser | 1 | Allow | 1 | 830
@ 1104 Translations and subtitling of scripts
Script, French to Russian | 112 | Pages | 1 | 33
Script, French to Italian | 112 | Pages | 1 | 28
Script, French to English | 112 | Pages | 1 | 26
Contracts, sworn translation | 46 | Pages | 1 | 40
Revised pages, three languages | 1 | Allow | 1 | 416
# 1200 CAST
@ 1201 Leading roles
Anna, the pilot's widow: shooting fee | 36 | Days | 1 | 2900
Anna: rehearsals and readings | 8 | Days | 1 | 660
Anna: post-synchronisation | 3 | Days | 1 | 660
Malick, the second mate: shooting fee | 28 | Days | 1 | 2100
Bianca, the harbour agent: shooting fee | 26 | Days | 1 | 1850
Bianca: rehearsals | 5 | Days | 1 | 500
Agents' commission, leading roles | 1 | Allow | 1 | 4940
@ 1202 Supporting roles
Grigori, the chief engineer | 14 | Days | 1 | 2050
The harbour master of Kronstadt | 11 | Days | 1 | 1380
The ship owner's lawyer | 8 | Days | 1 | 1600
Anna's father-in-law | 9 | Days | 1 | 1310
The radio operator | 10 | Days | 1 | 1090
The coastguard officer, Trieste | 7 | Days | 1 | 1240
The priest of the seamen's mission | 5 | Days | 1 | 1020
The boy stowaway | 10 | Days | 1 | 800
Costume fittings, supporting roles | 1 | Allow | 1 | 2850
@ 1203 Day players and extras
Day players, Brest | 9 | Days | 2 | 400
Day players, Trieste | 6 | Days | 2 | 380
Day players, Kronstadt | 11 | Days | 3 | 220
Crew of the freighter, background | 16 | Days | 8 | 90
Dockers and harbour workers, Brest | 5 | Days | 24 | 100
Dockers and harbour workers, Kronstadt | 6 | Days | 35 | 34
Chaperone of the minor | 10 | Days | 1 | 170
Extras' overtime and night supplement | 1 | Allow | 1 | 1120
@ 1204 Casting, coaching, doubles
Casting director, France and Italy | 4 | Weeks | 1 | 1470
Casting director, Russia | 3 | Weeks | 1 | 940
Russian dialogue coach | 15 | Days | 1 | 250
Sea-stunt double for Anna | 4 | Days | 1 | 640
Medical fitness checks | 1 | Allow | 1 | 490
# 2000 CREW
@ 2001 Producers' fees
Delegate producer, Atelier du Large | 1 | Flat | 1 | 96000
Co-producer, Lanterna Film | 1 | Flat | 1 | 52000
Co-producer, Severny Svet | 1 | Flat | 1 | 38000
Executive producer, sea unit | 1 | Flat | 1 | 10000
@ 2002 Director
Director's fee, direction | 1 | Flat | 1 | 78000
Director, preparation | 12 | Weeks | 1 | 2000
Director, shooting | 8 | Weeks | 1 | 2600
Director, editing and mix | 16 | Weeks | 1 | 1400
Personal assistant to the director | 10 | Weeks | 1 | 280
@ 2003 Production staff
Line producer | 26 | Weeks | 1 | 1550
Production manager, France | 20 | Weeks | 1 | 1210
Production manager, Italy | 11 | Weeks | 1 | 1120
Production manager, Russia | 14 | Weeks | 1 | 850
Production co-ordinator, Brest | 18 | Weeks | 1 | 810
First assistant director | 15 | Weeks | 1 | 1350
Second assistant director | 12 | Weeks | 1 | 850
Script supervisor | 10 | Weeks | 1 | 1030
Location manager, Brest | 9 | Weeks | 1 | 940
Location manager, Trieste | 7 | Weeks | 1 | 900
Location manager, Kronstadt | 9 | Weeks | 1 | 580
Production accountant | 24 | Weeks | 1 | 1030
Interpreters on set | 8 | Weeks | 2 | 490
Runners | 8 | Weeks | 3 | 430
Harbour liaison officer | 1 | Allow | 1 | 5690
@ 2004 Camera department
Director of photography, preparation | 4 | Weeks | 1 | 2900
Director of photography, shooting | 8 | Weeks | 1 | 3950
Director of photography, grading | 2 | Weeks | 1 | 2900
Camera operator, second unit | 3 | Weeks | 1 | 2250
First assistant camera | 9 | Weeks | 1 | 2000
Second assistant camera | 9 | Weeks | 1 | 1390
Digital imaging technician | 9 | Weeks | 1 | 1850
Underwater camera operator | 3 | Days | 1 | 1190
Stills photographer | 12 | Days | 1 | 500
Camera trainee, St Petersburg film school | 8 | Weeks | 1 | 370
Overtime, camera department | 1 | Allow | 1 | 3460
@ 2005 Sound department
Sound recordist, preparation | 1 | Week | 1 | 2300
Sound recordist, shooting | 8 | Weeks | 1 | 2700
Boom operator | 8 | Weeks | 1 | 1750
Sound effects recordist, ships and ice | 2 | Weeks | 1 | 1850
Sound editor | 9 | Weeks | 1 | 1750
Dialogue editor | 5 | Weeks | 1 | 1700
Assistant sound editor | 6 | Weeks | 1 | 1040
Overtime, sound department | 1 | Allow | 1 | 2210
@ 2006 Set crew, grip and electric
Production designer | 14 | Weeks | 1 | 1950
Art director, Trieste | 8 | Weeks | 1 | 1370
Set decorator | 11 | Weeks | 1 | 1270
Property master | 10 | Weeks | 1 | 1070
Gaffer | 10 | Weeks | 1 | 1500
Electricians | 8 | Weeks | 2 | 980
Generator operator | 8 | Weeks | 1 | 830
Key grip | 9 | Weeks | 1 | 1410
Grips | 8 | Weeks | 2 | 930
Crane and stabilised-head technician | 9 | Days | 1 | 440
Costume supervisor | 11 | Weeks | 1 | 1120
Dressers | 8 | Weeks | 2 | 780
Key make-up artist | 9 | Weeks | 1 | 1220
Daily labour for ship rigging | 1 | Allow | 1 | 4840
@ 2007 Editing team
Picture editor, during shooting | 8 | Weeks | 1 | 1900
Picture editor, first cut | 12 | Weeks | 1 | 2100
Picture editor, final cut | 6 | Weeks | 1 | 2100
Assistant editor | 22 | Weeks | 1 | 950
Post-production supervisor | 14 | Weeks | 1 | 900
Trailer editor | 1 | Flat | 1 | 3700
# 3000 SOCIAL CHARGES
@ 3001 Employers' contributions, France
Contributions on artistic fees | 1 | Flat | 1 | 28500
Contributions on leading roles | 36 | Days | 1 | 1170
Contributions on supporting and day players | 1 | Flat | 1 | 13800
Contributions on director's salary | 24 | Weeks | 1 | 1850
Contributions on production staff | 26 | Weeks | 1 | 2000
Contributions on sound department | 9 | Weeks | 1 | 3400
Contributions on set crew, grip and electric | 10 | Weeks | 1 | 3050
Contributions on camera department | 8 | Weeks | 1 | 1110
Holiday-pay fund of the entertainment trades | 12 | Weeks | 1 | 1360
Training levy | 1 | Allow | 1 | 7064.60
@ 3002 Employers' contributions, Italy
Contributions on screenplay | 1 | Flat | 1 | 12400
Contributions on supporting roles | 1 | Flat | 1 | 14600
Contributions on production staff | 11 | Weeks | 1 | 1500
Contributions on construction crew, Trieste | 6 | Weeks | 1 | 3200
Contributions on set crew, grip and electric | 8 | Weeks | 1 | 2300
Contributions on editing team | 22 | Weeks | 1 | 1250
Severance fund, Italian crew | 14 | Weeks | 1 | 420
Accident insurance contributions | 1 | Allow | 1 | 3469.40
@ 3003 Employers' contributions, Russia
Contributions on cast | 1 | Flat | 1 | 10200
Contributions on camera department | 9 | Weeks | 1 | 2650
Contributions on production staff | 14 | Weeks | 1 | 780
Contributions on set crew, grip and electric | 9 | Weeks | 1 | 1450
Contributions on construction crew, Kronstadt | 7 | Weeks | 1 | 1300
Accident insurance contributions | 1 | Allow | 1 | 3446
@ 3004 Payroll service and posted workers
Payroll service, France | 14 | Months | 1 | 200
Payroll service, Italy | 9 | Months | 1 | 175
Payroll service, Russia | 9 | Months | 1 | 125
Certificates for posted workers | 38 | Persons | 1 | 48
Work permits and registration, Russia | 24 | Persons | 1 | 70
Medical cover for posted workers | 1 | Allow | 1 | 235.29
# 4000 SETS AND COSTUMES
@ 4001 Set construction, Kronstadt
Construction manager | 9 | Weeks | 1 | 1300
Carpenters | 7 | Weeks | 6 | 500
Metal workers and welders | 5 | Weeks | 4 | 540
Painters and scenic artists | 5 | Weeks | 4 | 470
Bridge and chart room of the freighter, timber | 1 | Flat | 1 | 19500
Bridge and chart room, instruments and glass | 1 | Flat | 1 | 13900
Engine room, steel and pipework | 1 | Flat | 1 | 21750
Cabin corridor on rockers | 1 | Flat | 1 | 11600
Harbour master's office | 1 | Flat | 1 | 8500
Stage hire, former torpedo works | 9 | Weeks | 1 | 1750
Waste removal and reinstatement | 1 | Allow | 1 | 4100
@ 4002 Set construction, Trieste
Construction manager | 6 | Weeks | 1 | 1600
Carpenters | 5 | Weeks | 4 | 1100
Painters and scenic artists | 4 | Weeks | 3 | 1060
Widow's flat above the port, timber and plaster | 1 | Flat | 1 | 16500
Shipping agency with counter | 1 | Flat | 1 | 13000
Seamen's mission, conversion of warehouse | 1 | Flat | 1 | 10800
Warehouse hire, old free port | 7 | Weeks | 1 | 1290
Reinstatement of the warehouse | 1 | Allow | 1 | 2750
@ 4003 Set dressing and props
Furniture hire, Brest | 7 | Weeks | 1 | 2000
Furniture hire, Trieste | 5 | Weeks | 1 | 1750
Furniture purchase, Kronstadt | 1 | Flat | 1 | 13800
Nautical instruments, hire | 9 | Weeks | 1 | 1250
Sea charts, logbooks and printed matter | 1 | Flat | 1 | 7600
Signs and lettering in three languages | 64 | Pieces | 1 | 110
Lifeboat, dressed on both sides | 2 | Pieces | 1 | 6300
Galley and mess, dressing | 1 | Flat | 1 | 7900
Radio room, working equipment | 1 | Flat | 1 | 10100
Set dressing labour | 8 | Weeks | 3 | 910
Loss and damage, hired props | 1 | Allow | 1 | 3420
@ 4004 Costumes and make-up
Costume designer | 12 | Weeks | 1 | 2000
Anna's costumes, three identical sets | 5 | Changes | 3 | 660
Officers' uniforms, made to measure | 9 | Pieces | 1 | 860
Seamen's clothing, purchase | 24 | Persons | 1 | 330
Survival suits and dry suits | 12 | Pieces | 1 | 470
Extras' costumes, hire | 130 | Persons | 1 | 65
Ageing and dyeing | 5 | Weeks | 1 | 1180
Cold and frostbite make-up, prosthetics | 1 | Flat | 1 | 7200
Make-up materials | 8 | Weeks | 1 | 430
Thermal underwear for cast | 1 | Allow | 1 | 2710
@ 4005 Ice and snow effects
Snow machines, hire | 14 | Days | 2 | 200
Snow material, paper and foam | 90 | Bags | 1 | 53
Ice on rigging, wax and resin | 1 | Flat | 1 | 5900
Effects supervisor, ice and snow | 3 | Weeks | 1 | 1900
Clearing and cleaning | 1 | Allow | 1 | 630
# 5000 TRANSPORT, LIVING, LOCATIONS
@ 5001 Travel
Flights Brest to St Petersburg, crew | 34 | Returns | 1 | 680
Flights Brest to Trieste, crew | 28 | Returns | 1 | 500
Flights Trieste to St Petersburg, crew | 16 | Returns | 1 | 610
Flights, leading roles | 14 | Returns | 1 | 1020
Flights, supporting roles | 22 | Returns | 1 | 640
Rail travel, France | 64 | Returns | 1 | 125
Visas for Russia | 52 | Persons | 1 | 125
Lorry freight Brest to Trieste | 2 | Trips | 1 | 4450
Lorry and ferry freight Trieste to Kronstadt | 2 | Trips | 1 | 8900
Customs agents and temporary import | 4 | Crossings | 1 | 1650
Airport transfers | 1 | Allow | 1 | 3360
@ 5002 Hotels and living
Hotels Brest, crew | 19 | Nights | 32 | 49
Hotels Trieste, crew | 13 | Nights | 34 | 53
Hotels Kronstadt, crew | 24 | Nights | 30 | 47
Hotels, leading roles | 46 | Nights | 3 | 100
Hotels, supporting roles | 58 | Nights | 1 | 80
Production flat, Brest | 4 | Months | 1 | 810
Daily allowance, Brest | 19 | Days | 30 | 20
Daily allowance, Trieste | 13 | Days | 32 | 22
Daily allowance, Kronstadt | 24 | Days | 28 | 19
Catering, shooting days in Brest | 12 | Days | 55 | 13
Catering, shooting days in Trieste | 8 | Days | 52 | 13
Catering, shooting days in Kronstadt | 18 | Days | 60 | 8
Catering for extras | 1 | Allow | 1 | 4214
@ 5003 Natural locations and permits
Commercial port of Brest, quay hire | 7 | Days | 1 | 2000
Lighthouse and pilot station, Brest | 3 | Days | 1 | 1220
Widow's house, Le Conquet shore | 4 | Days | 1 | 1000
Old free port, Trieste | 5 | Days | 1 | 1800
Naval dockyard, Kronstadt | 9 | Days | 1 | 1650
Ice road and winter pier, permit | 3 | Days | 1 | 930
Border-zone permits, Russia | 62 | Persons | 1 | 40
Location security at night | 26 | Nights | 1 | 245
Tents, toilets, heaters | 8 | Weeks | 1 | 1170
Reinstatement and gifts to neighbours | 1 | Allow | 1 | 1790
@ 5004 Vehicles, boats, ice-breaker
Crew minibuses, France | 6 | Weeks | 3 | 470
Crew minibuses with driver, Russia | 6 | Weeks | 3 | 580
Equipment lorries | 8 | Weeks | 2 | 850
Ice-breaking tug, Kronstadt | 5 | Days | 1 | 3150
Pilot boat, Brest | 6 | Days | 1 | 940
Work boat with crew, Trieste | 4 | Days | 1 | 990
Safety boat and divers | 9 | Days | 1 | 770
Fuel for vehicles | 8 | Weeks | 1 | 880
Fuel for vessels | 1 | Allow | 1 | 2180
# 6000 TECHNICAL MEANS
@ 6001 Camera and lenses
Digital camera body, A camera | 8 | Weeks | 1 | 4450
Digital camera body, B camera | 4 | Weeks | 1 | 3700
Prime lenses, full set | 8 | Weeks | 1 | 3150
Camera accessories and filters | 8 | Weeks | 1 | 1220
Wireless follow focus and monitors | 8 | Weeks | 1 | 1290
Stabilised head for ship and boat | 9 | Days | 1 | 1400
Underwater housing | 4 | Days | 1 | 1070
Cold-weather kit, heaters and covers | 5 | Weeks | 1 | 520
Stills equipment | 1 | Allow | 1 | 3340
@ 6002 Lighting and grip
Lighting package, Brest and Trieste | 4 | Weeks | 1 | 6200
Lighting package, Kronstadt | 4 | Weeks | 1 | 5500
Balloon lights for night quays | 6 | Nights | 1 | 1140
Generator 100 kVA | 8 | Weeks | 1 | 1550
Generator on barge | 4 | Days | 1 | 860
Dolly and track | 8 | Weeks | 1 | 930
Camera crane | 7 | Days | 1 | 1260
Rocker base for the cabin set | 5 | Days | 1 | 1550
Lamp breakage and repairs | 1 | Allow | 1 | 2910
@ 6003 Sound and radio equipment
Location recorder and mixer | 8 | Weeks | 1 | 1600
Radio microphones | 8 | Weeks | 6 | 180
Microphones and wind protection | 8 | Weeks | 1 | 580
Hydrophones for ice and hull | 2 | Weeks | 1 | 660
Walkie-talkies | 8 | Weeks | 30 | 33
Marine VHF sets | 5 | Weeks | 6 | 60
Batteries and data carriers | 1 | Allow | 1 | 1080
@ 6004 Marine and special equipment
Hire of the freighter, laid up | 16 | Days | 1 | 2700
Ship's crew on stand-by | 16 | Days | 1 | 840
Towage and berthing | 5 | Moves | 1 | 1700
Wave and rain rig | 6 | Days | 1 | 730
Rescue equipment and life-rafts | 5 | Weeks | 1 | 450
Heated tents on the ice | 1 | Allow | 1 | 2030
# 7000 STOCK, LABORATORY, POST-PRODUCTION
@ 7001 Stock and laboratory
Data carriers for camera originals | 36 | Pieces | 1 | 210
Backup tapes, two copies | 80 | Tapes | 1 | 46
Dailies, transfer and sync | 38 | Days | 1 | 320
Conform | 6 | Days | 1 | 1050
Grading suite with colourist | 14 | Days | 1 | 1600
Film recording to 35 mm negative | 5 | Reels | 1 | 3750
35 mm answer print | 5 | Reels | 1 | 1050
Digital cinema master | 1 | Flat | 1 | 6200
Preservation elements | 1 | Allow | 1 | 2300
@ 7002 Picture editing facilities
Editing suite, Trieste | 26 | Weeks | 1 | 1230
Assistant's suite | 22 | Weeks | 1 | 530
Storage and backup, editing | 7 | Months | 1 | 900
Editing suite on location, Kronstadt | 4 | Weeks | 1 | 780
Screening room hire | 8 | Days | 1 | 820
Work copies and outputs | 1 | Allow | 1 | 1580
@ 7003 Sound post-production and mix
Dialogue editing suite | 5 | Weeks | 1 | 1500
Post-synchronisation studio, Paris | 5 | Days | 1 | 1390
Post-synchronisation studio, St Petersburg | 4 | Days | 1 | 780
Foley studio and artist | 7 | Days | 1 | 1500
Pre-mix | 8 | Days | 1 | 2100
Final mix, large auditorium | 12 | Days | 1 | 2550
Mixing engineer | 20 | Days | 1 | 580
Music recording, string orchestra | 3 | Sessions | 1 | 5800
Licensed songs, festival and world | 2 | Titles | 1 | 3450
Surround licence and print master | 1 | Flat | 1 | 3250
International version, music and effects | 1 | Allow | 1 | 3680
@ 7004 Visual effects, titles, delivery
Visual effects supervisor | 7 | Weeks | 1 | 1850
Frozen harbour, wide shots | 9 | Shots | 1 | 2500
Storm sequence, sky and sea | 11 | Shots | 1 | 1650
Removal of modern ships | 18 | Shots | 1 | 460
Snow and breath additions | 26 | Shots | 1 | 280
Opening and end titles | 1 | Flat | 1 | 5000
Subtitles French, Italian, Russian, English | 4 | Versions | 1 | 1370
Dialogue list and delivery papers | 1 | Flat | 1 | 2100
Video masters for television | 3 | Masters | 1 | 1260
Copies for archives of the three countries | 1 | Allow | 1 | 2860
# 8000 INSURANCE AND SUNDRY
@ 8001 Insurance and completion guarantee
Pre-production and cast insurance | 1 | Flat | 1 | 19600
Negative and data insurance | 1 | Flat | 1 | 6800
Third-party liability | 1 | Flat | 1 | 5600
Marine hull cover for the freighter | 16 | Days | 1 | 290
Errors and omissions | 1 | Flat | 1 | 7000
Completion guarantee, London | 1 | Flat | 1 | 28750
Medical evacuation cover | 1 | Allow | 1 | 2010
@ 8002 Legal, audit and bank
Lawyer, co-production contract | 42 | Hours | 1 | 220
Lawyer, distribution and pre-sales | 24 | Hours | 1 | 220
Audit of final cost, France | 1 | Flat | 1 | 5600
Audit of final cost, Italy | 1 | Flat | 1 | 3700
Audit of final cost, Russia | 1 | Flat | 1 | 2800
Bank and exchange charges | 14 | Months | 1 | 280
Stamp duties | 1 | Allow | 1 | 860
@ 8003 Office, publicity and sundry
Production office, Brest | 6 | Months | 1 | 1070
Production office, Kronstadt | 4 | Months | 1 | 770
Telephone and data, three countries | 9 | Months | 1 | 470
Office supplies and copying | 9 | Months | 1 | 245
Unit publicist | 3 | Weeks | 1 | 1070
Press kit and photographs | 1 | Flat | 1 | 3000
First-aid and safety training at sea | 1 | Allow | 1 | 625
"""


@dataclass(frozen=True)
class Line:
    """One detail line; its subtotal is amount times X times rate."""

    description: str
    amount: Decimal
    units: str
    x: Decimal
    rate: Decimal

    @property
    def subtotal(self) -> Decimal:
        """The cost of the line, which has to come out in whole cents."""
        return self.amount * self.x * self.rate


@dataclass(frozen=True)
class Account:
    """An account: code, title and the lines below it."""

    code: str
    title: str
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        """Sum of the detail lines."""
        return sum((line.subtotal for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Category:
    """A category of the top sheet and its accounts."""

    code: str
    title: str
    accounts: tuple[Account, ...]

    @property
    def total(self) -> Decimal:
        """Sum of the accounts."""
        return sum((account.total for account in self.accounts), Decimal(0))


@dataclass(frozen=True)
class Sums:
    """The closing figures of both sheets."""

    above: Decimal
    below: Decimal
    overhead: Decimal
    contingency: Decimal

    @property
    def direct(self) -> Decimal:
        """Above and below the line, the base of overhead and contingency."""
        return self.above + self.below

    @property
    def grand(self) -> Decimal:
        """The whole budget."""
        return self.direct + self.overhead + self.contingency


def read_budget(text: str) -> tuple[Category, ...]:
    """Read the budget text above into categories, accounts and lines."""
    categories: list[tuple[str, str, list[tuple[str, str, list[Line]]]]] = []
    for row in text.strip().splitlines():
        mark, rest = row[:2], row[2:]
        if mark == "# ":
            code, title = rest.split(" ", 1)
            categories.append((code, title, []))
        elif mark == "@ ":
            code, title = rest.split(" ", 1)
            categories[-1][2].append((code, title, []))
        else:
            description, amount, units, x, rate = row.split(" | ")
            line = Line(description, Decimal(amount), units, Decimal(x), Decimal(rate))
            categories[-1][2][-1][2].append(line)
    return tuple(
        Category(code, title, tuple(Account(c, t, tuple(lines)) for c, t, lines in accounts))
        for code, title, accounts in categories
    )


def add_up(categories: tuple[Category, ...]) -> Sums:
    """Compute the closing figures and refuse a budget that misses the totals it must have."""
    for category in categories:
        if category.total != CATEGORY_TOTALS[category.code]:
            raise ValueError(f"{category.code} comes to {category.total}")
        for account in category.accounts:
            for line in account.lines:
                if line.subtotal != line.subtotal.quantize(CENT):
                    raise ValueError(f"{account.code} {line.description}: {line.subtotal} is not in whole cents")
    above = sum((c.total for c in categories if c.code in ABOVE_THE_LINE), Decimal(0))
    below = sum((c.total for c in categories if c.code not in ABOVE_THE_LINE), Decimal(0))
    overhead = ((above + below) * OVERHEAD).quantize(CENT, ROUND_HALF_EVEN)
    contingency = ((above + below) * CONTINGENCY).quantize(CENT, ROUND_HALF_EVEN)
    sums = Sums(above, below, overhead, contingency)
    if sums.grand != GRAND_TOTAL:
        raise ValueError(f"the budget comes to {sums.grand}")
    return sums


BOLD = Font(name="Arial", size=9, bold=True)
PLAIN = Font(name="Arial", size=9)
NOTE = Font(name="Arial", size=8, italic=True, color="595959")
BIG = Font(name="Arial", size=12, bold=True)
GREY = PatternFill("solid", start_color="D9D9D9")
THIN = Border(top=Side(style="thin"))
DOUBLE = Border(top=Side(style="thin"), bottom=Side(style="double"))
MONEY = "#,##0.00"
COUNT = "#,##0"

Cell = str | int | Decimal | None


class Page:
    """Writes rows downwards and repeats title and header when a printed page is full."""

    def __init__(self, sheet: Worksheet, header: tuple[str, ...]) -> None:
        self.sheet = sheet
        self.header = header
        self.row = 0
        self.number = 1
        self.left = ROWS_PER_PAGE
        for text in TITLE_ROWS:
            self.put((text,), BIG if text == TITLE_ROWS[0] else PLAIN)
        self.put(())
        self.put_header()

    def put(self, cells: tuple[Cell, ...], font: Font = PLAIN, border: Border | None = None) -> None:
        """Write one row below the last."""
        self.row += 1
        self.left -= 1
        for column, value in enumerate(cells, start=1):
            if value is None:
                continue
            cell = self.sheet.cell(self.row, column, value)
            cell.font = font
            if isinstance(value, Decimal):
                cell.number_format = COUNT if self.header[column - 1] in ("Amount", "X") else MONEY
                if border is not None:
                    cell.border = border

    def put_header(self) -> None:
        """Write the header row on grey."""
        self.put(self.header, BOLD)
        for column, text in enumerate(self.header, start=1):
            cell = self.sheet.cell(self.row, column)
            cell.fill = GREY
            right = text in ("Amount", "X", "Rate", "Subtotal", "Total", "Page")
            cell.alignment = Alignment(horizontal="right" if right else "left")

    def need(self, rows: int, continued: str = "") -> None:
        """Turn the page when fewer than `rows` are left on it; an account cut in two is named again."""
        if self.left >= rows:
            return
        self.sheet.row_breaks.append(Break(id=self.row))
        self.number += 1
        self.left = ROWS_PER_PAGE
        self.put((f"{TITLE_ROWS[0]} - budget of 11 November 2012, page {self.number}",), NOTE)
        self.put_header()
        if continued:
            self.put((None, f"Continuation of account {continued}"), NOTE)


def total_row(label: str, amount: Decimal, columns: int) -> tuple[Cell, ...]:
    """Give a row with its label under Description and the amount in the last column."""
    return (None, label, *[None] * (columns - 3), amount)


def closing_rows(sums: Sums) -> Iterator[tuple[str, Decimal, Border]]:
    """Yield the rows both sheets end with."""
    yield "TOTAL ABOVE & BELOW-THE-LINE", sums.direct, THIN
    yield f"Overhead : {OVERHEAD * 100:.2f} %", sums.overhead, THIN
    yield f"Contingency : {CONTINGENCY * 100:.2f} %", sums.contingency, THIN
    yield "GRAND TOTAL", sums.grand, DOUBLE


def line_sums(categories: tuple[Category, ...], sums: Sums) -> dict[str, tuple[str, Decimal]]:
    """Map the last category above and the last below the line to the total that follows it."""
    return {
        ABOVE_THE_LINE[-1]: ("TOTAL ABOVE-THE-LINE", sums.above),
        categories[-1].code: ("TOTAL BELOW-THE-LINE", sums.below),
    }


def write_account(page: Page, account: Account) -> None:
    """Write an account: its heading, its lines and its total in bold."""
    page.need(5)
    page.put((account.code, account.title), BOLD)
    if account.code in NOTES:
        page.put((None, f"Note: {NOTES[account.code]}"), NOTE)
    for line in account.lines:
        page.need(2, f"{account.code} {account.title}")
        page.put((None, line.description, line.amount, line.units, line.x, line.rate, line.subtotal))
    page.put(total_row("Total", account.total, len(DETAIL_HEADER)), BOLD, THIN)


def write_detail(sheet: Worksheet, categories: tuple[Category, ...], sums: Sums) -> dict[str, int]:
    """Fill the detail sheet and return the page on which each category starts."""
    page = Page(sheet, DETAIL_HEADER)
    after = line_sums(categories, sums)
    starts: dict[str, int] = {}
    for category in categories:
        page.need(8)
        starts[category.code] = page.number
        page.put((category.code, category.title), BOLD)
        if category.code in NOTES:
            page.put((None, f"Note: {NOTES[category.code]}"), NOTE)
        for account in category.accounts:
            write_account(page, account)
        page.need(3)
        label = f"TOTAL {category.code} {category.title}"
        page.put(total_row(label, category.total, len(DETAIL_HEADER)), BOLD, DOUBLE)
        page.put(())
        if category.code in after:
            page.put(total_row(*after[category.code], len(DETAIL_HEADER)), BOLD, DOUBLE)
            page.put(())
    page.need(5)
    for label, amount, border in closing_rows(sums):
        page.put(total_row(label, amount, len(DETAIL_HEADER)), BOLD, border)
    set_widths(sheet, (9, 48, 9, 12, 6, 12, 14, 15))
    return starts


def write_topsheet(sheet: Worksheet, categories: tuple[Category, ...], sums: Sums, starts: dict[str, int]) -> None:
    """Fill the top sheet: one row per category, then the closing rows."""
    page = Page(sheet, TOPSHEET_HEADER)
    after = line_sums(categories, sums)
    for category in categories:
        page.put((category.code, category.title, starts[category.code], category.total))
        if category.code in after:
            page.put(total_row(*after[category.code], len(TOPSHEET_HEADER)), BOLD, THIN)
            page.put(())
    for label, amount, border in closing_rows(sums):
        page.put(total_row(label, amount, len(TOPSHEET_HEADER)), BOLD, border)
    set_widths(sheet, (9, 48, 8, 16))


def set_widths(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    """Set column widths, and the page as such exports print it."""
    for letter, width in zip("ABCDEFGH", widths, strict=False):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False


def make_workbook() -> Workbook:
    """Build the workbook in memory."""
    categories = read_budget(BUDGET)
    sums = add_up(categories)
    book = Workbook()
    top = book.worksheets[0]
    top.title = "Topsheet"
    starts = write_detail(book.create_sheet("Detail"), categories, sums)
    write_topsheet(top, categories, sums, starts)
    book.properties.title = "The Winter Harbour, budget"
    book.properties.creator = "CoProd Desktop sample"
    book.properties.created = MADE_ON
    return book


def save_fixed(book: Workbook, target: Path) -> None:
    """Save with fixed days inside, where openpyxl stamps the present time on document and zip entries."""
    buffer = BytesIO()
    book.save(buffer)
    stamp = MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(name, MADE_ON.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, content)


def main() -> None:
    """Write the sample workbook beside the other samples."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    save_fixed(make_workbook(), TARGET)
    lines = sum(len(account.lines) for category in read_budget(BUDGET) for account in category.accounts)
    print(f"{TARGET}: {lines} lines")


if __name__ == "__main__":
    main()
