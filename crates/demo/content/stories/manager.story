# A manager's storefront, and the front desk of the company.

== decision-expo
-18 16:10 belova asks savina-decision
  Стенд в Хельсинки: строить свой за 1,2 млн или взять готовый за 700 тысяч.
  Я за готовый: выставка одна, склада для своего нет.
-18 17:00 savina claims
-17 10:50 savina delivers
  Готовый. Причина: одна выставка не повод строить. Изменило бы мнение, если бы следующая стояла в плане.
-17 12:00 belova accepts
-17 12:02 belova reviews yes yes took 8 min
  Ответ за день, и понятно, почему.

== unblock-legal
-1 10:40 eidelman asks savina-unblock
  Юристы четвёртую неделю смотрят согласие на рассылку.
  Спрашивала Петра дважды, ответ «в работе». Без него в декабре не напишем никому.
-1 12:00 savina claims
-1 12:05 savina says
  Поняла. Поговорю с Ириной сегодня, до вечера напишу, что выяснилось.
-1 15:40 savina says
  Поговорила с Ириной Вольской. Причина в том, что Пётр ждёт от нас текст для сайта, а мы думали, что он уже у него. Отправляю сегодня.

== feedback-prokhorov
-21 13:50 prokhorov asks savina-feedback
  Посмотри, пожалуйста, презентацию для съезда.
  Хочу понять, что я делаю не так, до того, как её увидит Леонид.
-21 15:00 savina claims
-21 15:10 savina says
  Посмотрю до съезда и позову на полчаса. Пришли и план встречи: слайды без него не понять.
-16 12:30 savina delivers
  Хорошо: одна мысль на слайд. Плохо: цифры на восьмом ты взял на веру. Начни с этого — сверяй каждую цифру с тем, кто за неё отвечает. Остальное в письме.
-16 15:00 prokhorov accepts
-15 12:40 prokhorov reviews yes yes took 45 min
  Неприятно и полезно.

== one-to-one-bennett en
-6 14:00 bennett asks savina-one-to-one
  I would like to talk about whether there is a next step for me here.
  Half an hour is enough.
-6 14:30 savina claims
-6 14:35 savina says
  Thursday at 16:00, outside the office if the weather allows. No slides.
-2 17:10 savina delivers
  We talked for forty minutes. I owe you an answer about the Nordic role by the fifth.

== guest-wifi en
~45 nair asks front-desk
  A guest asked me who decides about the guest Wi-Fi password in the lobby.
  Not us, not Facilities, not Security, it seems. Who?
