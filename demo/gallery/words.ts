/**
 * What is said in the gallery, in English and in Arabic: the visitor's and the agent's words, and what a site writes into the
 * attributes. The widget's own words are its own.
 */

export interface GalleryWords {
  readonly heading: string;
  readonly greeting: string;
  readonly suggestions: readonly string[];
  readonly ask: string;
  readonly answer: string;
  readonly askMore: string;
  readonly short: string;
  /** A word of `answer` and `short`. */
  readonly sought: string;
  readonly rich: string;
  readonly begun: string;
  readonly thoughts: string;
  readonly long: string;
  readonly word: string;
  readonly titles: readonly string[];
  readonly last: readonly string[];
  readonly nudge: string;
  readonly label: string;
  /** Titles and descriptions of the agents. */
  readonly agents: readonly (readonly [string, string])[];
}

export const english: GalleryWords = {
  heading: 'Workshop desk',
  greeting: 'Hello. What does your bicycle need?',
  suggestions: ['My gears slip', 'What does a full service cost?', 'Are you open on Saturday?'],
  ask: 'My gears slip on hills.',
  answer: `That sounds like the **gears**, and most of the time it is nothing dramatic:

1. **A stretched cable.** It shifts late, or hesitates.
2. **A bent hanger.** It slips after the bicycle fell on its right side.
3. **A worn chain.** It slips under load, on hills above all.

We index the gears and straighten the hanger for **€\u00a029**. See the [prices](https://example.com/prices).`,
  askMore: 'Only when I push hard. Can I come today?',
  short: 'Then it is most likely the chain. Come by before **18:00**: measuring it takes a minute and costs nothing.',
  sought: 'chain',
  rich: `# What we found

| Work | Time | Price |
| --- | --- | ---: |
| Chain and cassette | 40 min | €\u00a064 |
| Gear cable | 20 min | €\u00a018 |
| **Together** | **1 h** | **€\u00a082** |

- [x] Wheels are true
- [ ] Rear tyre: *soon*

> Collect it on Friday from 15:00.

For your records, \`FCW-2041\`:

\`\`\`json
{ "job": 2041, "ready": "Friday" }
\`\`\``,
  begun: `That sounds like the **gears**, and most of the time it is nothing dramatic:

1. **A stretched cable.** It shifts late, or hesitates. Usually fixed in minutes.
2. **A bent hanger.** It slips after the bicycle`,
  thoughts:
    'They say it slips on hills, so it happens under load. A worn chain is likelier than the cable. I should ask whether it slips all the time.',
  long: `I bought the bicycle in March, second-hand, from somebody who had ridden it to work for about six years, in all weathers as far as I can tell. At first it was fine. Then in May the gears began to hesitate: I shift, nothing happens, and a few seconds later it jumps two at once. Since last week it also slips when I stand up on the pedals, mostly on the hill behind the station, and it makes a noise like gravel.

I have cleaned the chain and oiled it, and I have turned the little screw at the lever in both directions, which changed something but not for the better. A friend says the chain is worn and that I should have the cassette replaced with it, another says it is only the cable.

I need it on Monday at eight. Could you say what is likely, what it would cost in each case, and whether I can wait for it?`,
  word: 'Here is the link that I meant: https://example.com/fernhill/workshop/orders/2041/details?token=QmljeWNsZXNBcmVUaGVCZXN0V2F5VG9HZXRBcm91bmRUb3duSW5BbnlXZWF0aGVy',
  titles: [
    'Gears that slip on hills',
    'Full service before the holidays',
    'Opening hours in July',
    'A wheel that is out of true, and the question whether it can be saved or has to be built anew',
    'Pick up on Friday',
    'Child seat for a step-through frame',
  ],
  last: [
    'Then it is most likely the chain.',
    'A full service is **€\u00a095**, parts at list price.',
    'On Thursdays until 20:00.',
    'Mostly yes. Three spokes are broken, so we would have to see it.',
    'It is ready from 15:00.',
    'Yes, with the adapter for round tubes.',
  ],
  nudge: 'Something wrong with your bicycle? Ask us.',
  label: 'Ask the workshop',
  agents: [
    ['Workshop desk', 'Repairs, prices and free days'],
    ['Sales', 'New and used bicycles, test rides'],
    ['Bike fitting', 'Saddle, bars and cranks for your measures'],
  ],
};

export const arabic: GalleryWords = {
  heading: 'مكتب الورشة',
  greeting: 'مرحبًا. ماذا تحتاج دراجتك؟',
  suggestions: ['التروس تنزلق', 'كم تكلفة الصيانة الكاملة؟', 'هل تفتحون يوم السبت؟'],
  ask: 'التروس تنزلق عند صعود التلال.',
  answer: `يبدو أن المشكلة في **التروس**، وهي بسيطة في الغالب:

1. **سلك مشدود.** يتأخر التبديل أو يتردد.
2. **حامل ملتوٍ.** تنزلق التروس بعد سقوط الدراجة على جانبها الأيمن.
3. **سلسلة بالية.** تنزلق عند الضغط، وخاصة في الصعود.

نضبط التروس ونعدّل الحامل مقابل **€\u00a029**. انظر [الأسعار](https://example.com/prices).`,
  askMore: 'فقط عندما أضغط بقوة. هل يمكنني الحضور اليوم؟',
  short: 'إذن السبب على الأرجح هو السلسلة. تعال قبل الساعة **18:00**: القياس يستغرق دقيقة وهو مجاني.',
  sought: 'السلسلة',
  rich: `# ما وجدناه

| العمل | الوقت | السعر |
| --- | --- | ---: |
| السلسلة والكاسيت | 40 دقيقة | €\u00a064 |
| سلك التروس | 20 دقيقة | €\u00a018 |
| **المجموع** | **ساعة** | **€\u00a082** |

- [x] العجلات سليمة
- [ ] الإطار الخلفي: *قريبًا*

> تُسلَّم الدراجة يوم الجمعة من الساعة 15:00.

رقم الطلب \`FCW-2041\`:

\`\`\`json
{ "job": 2041, "ready": "Friday" }
\`\`\``,
  begun: `يبدو أن المشكلة في **التروس**، وهي بسيطة في الغالب:

1. **سلك مشدود.** يتأخر التبديل أو يتردد، ويُصلَح في دقائق.
2. **حامل ملتوٍ.** تنزلق التروس بعد`,
  thoughts: 'يقول إنها تنزلق عند الصعود، أي تحت الضغط. السلسلة البالية أرجح من السلك. عليّ أن أسأل إن كانت تنزلق دائمًا.',
  long: `اشتريت الدراجة في مارس مستعملة من شخص كان يركبها إلى العمل نحو ست سنوات. كانت جيدة في البداية، ثم بدأت التروس تتردد في مايو: أبدّل ولا يحدث شيء، ثم تقفز بعد ثوانٍ ترسين معًا.

نظفت السلسلة وزيّتها، وأدرت البرغي الصغير في الاتجاهين. أحتاجها يوم الاثنين في الثامنة. ما السبب المحتمل، وكم سيكلف؟`,
  word: 'هذا هو الرابط: https://example.com/fernhill/workshop/orders/2041/details?token=QmljeWNsZXNBcmVUaGVCZXN0V2F5VG9HZXRBcm91bmRUb3du',
  titles: [
    'تروس تنزلق عند الصعود',
    'صيانة كاملة قبل العطلة',
    'مواعيد العمل في يوليو',
    'عجلة غير مستقيمة، وهل يمكن إصلاحها أم يجب بناؤها من جديد',
    'الاستلام يوم الجمعة',
    'مقعد طفل لدراجة بإطار منخفض',
  ],
  last: [
    'إذن السبب على الأرجح هو السلسلة.',
    'الصيانة الكاملة **€\u00a095**.',
    'يوم الخميس حتى 20:00.',
    'غالبًا نعم. ثلاثة أسلاك مكسورة.',
    'جاهزة من الساعة 15:00.',
    'نعم، مع محوّل للأنابيب المستديرة.',
  ],
  nudge: 'هل هناك مشكلة في دراجتك؟ اسألنا.',
  label: 'اسأل الورشة',
  agents: [
    ['مكتب الورشة', 'الإصلاحات والأسعار والأيام المتاحة'],
    ['المبيعات', 'دراجات جديدة ومستعملة، وتجارب قيادة'],
    ['ضبط المقاسات', 'السرج والمقود والأذرع حسب قياساتك'],
  ],
};
