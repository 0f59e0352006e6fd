"""Telegram, with its real library, against a server that speaks its Bot API."""
import argparse
import asyncio
import contextlib
import json
import logging
import re
import time
from itertools import count

import pytest
from aiohttp import web
from ruamel.yaml import YAML

from bot.channels.telegram import channel as channels
from bot.channels.telegram.channel import COMMANDS, MAX_BYTES, WEBHOOK_PATH, TelegramChannel, register, unregister
from bot.channels.telegram.inbound import UPDATES, Press, Unreadable, parse, read
from bot.channels.telegram.transport import TelegramTransport, new_bot
from bot.domain.answer import POSITION, Answer, Choice, Link
from bot.domain.conversation import IncomingMessage, Sent
from bot.domain.errors import NotSent, StorageUnavailable
from bot.settings import ROOT
from bot.telegram_commands import telegram
from tests.channels.telegram_server import (
    CHAT,
    CONTENTS,
    GROUP,
    LOCATION,
    PRIVATE,
    TOKEN,
    bot_api,
    membership,
    message,
    press,
)

SITE, SECRET = "https://repere.example", "Un-secret-de-Telegram_0123456789abcdef"
PRIVATE_WORDS = "j'ai des dettes"
ASKED = Sent(12, Answer("Quand ?", choices=(Choice("Mardi", "/a"), Choice("Jeudi", "/b"))))


class Kept:
    """A courier that only keeps what it is given; with `opened` unset it takes its time."""

    def __init__(self):
        self.messages = []
        self.names = set()
        self.opened = asyncio.Event()
        self.opened.set()

    async def accept(self, received):
        await self.opened.wait()
        self.messages.append(received)

    async def is_first(self, key):
        is_first, self.names = key not in self.names, self.names | {key}
        return is_first


@pytest.fixture
async def api():
    async with bot_api() as made:
        yield made


@pytest.fixture
async def bot(api):
    made = new_bot(TOKEN, api.address, patience=0.3)
    yield made
    await made.shutdown()


@pytest.fixture
def transport(bot):
    return TelegramTransport(bot, SITE)


@pytest.fixture
def courier():
    return Kept()


def make_channel(courier, bot, transport, public_url=SITE, secret=SECRET):
    return TelegramChannel(courier, Answer, bot, transport, public_url, secret, pause=0.01)


@pytest.fixture
def channel(courier, bot, transport):
    """A channel whose standing sentences are their own keys."""
    return make_channel(courier, bot, transport)


@pytest.fixture
async def site(channel, aiohttp_client):
    app = web.Application(client_max_size=64 * 1024)  # what the rest of the site accepts
    app.add_routes(channel.routes())
    return await aiohttp_client(app)


async def deliver(site, update, secret=SECRET):
    """As Telegram does."""
    response = await site.post(WEBHOOK_PATH, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": secret})
    return response.status


# What an update asks of us

@pytest.mark.parametrize(("written", "said"), [
    ("le rsa c'est quoi ?", "le rsa c'est quoi ?"), ("/aide", "mode d'emploi"), ("/help", "mode d'emploi"),
    ("/rdv", "je veux un rendez-vous"), ("/rdv@repere_bot demain matin", "je veux un rendez-vous demain matin"),
    ("/effacer", "effacer mes données"), ("/HUMAIN", "humain"), ("/humain je veux mourir", "humain je veux mourir"),
    ("/start", "bonjour"), ("/start BTK482", "BTK482"), ("/stop", "stop"), ("/mes_rdv", "mes rdv"),
    ("1/2 journée", "1/2 journée"), ("/ ?", "/ ?"),
])
def test_a_command_is_what_a_person_would_say(written, said):
    update = message(written)

    received = read(update)

    assert received.message == IncomingMessage("telegram", str(CHAT), said, f"update:{update['update_id']}")


@pytest.mark.parametrize(("content", "says"), [
    ("voice", "telegram_voix"), ("audio", "telegram_voix"), ("video_note", "telegram_voix"), ("photo", "telegram_image"),
    ("video", "telegram_image"), ("animation", "telegram_image"), ("document", "telegram_fichier"),
    ("sticker", "telegram_autre"), ("contact", "telegram_autre"), ("poll", "telegram_autre"), ("dice", "telegram_autre"),
    ("something new", "telegram_autre"),
])
def test_what_is_not_text_gets_a_sentence_and_its_caption_is_heard(content, says):
    alone, with_caption = read(message(**CONTENTS[content])), read(message(**CONTENTS[content], caption="je veux mourir"))

    assert (alone.says, alone.message) == (says, None)
    assert (with_caption.says, with_caption.message.text) == (None, "je veux mourir")


def test_each_sentence_of_the_channel_is_written():
    written = YAML(typ="safe").load((ROOT / "knowledge/messages.yml").read_text(encoding="utf-8"))
    source = (ROOT / "bot/channels/telegram/inbound.py").read_text(encoding="utf-8")

    assert {key for key in written if key.startswith("telegram_")} == set(re.findall(r'"(telegram_\w+)"', source))


def test_a_position_is_told_and_moving_about_is_not_followed():
    update = message(location=LOCATION)

    assert read(update).message.position == (43.6275, 3.4325)
    assert read(update).says == "telegram_position_recue"
    assert read(message(kind="edited_message", location=LOCATION)) is None


def test_a_message_that_is_corrected_is_a_new_one():
    assert read(message("je veux mourir", kind="edited_message")).message.text == "je veux mourir"
    assert read(message(kind="edited_message", **CONTENTS["photo"])) is None


def test_a_button_is_known_by_its_token_even_on_a_message_too_old_to_be_seen():
    now, old, forgotten = press("12.1"), press("12.1", message={"chat": PRIVATE, "message_id": 9001, "date": 0}), \
        press("12.1", message=None)

    for update, shown in ((now, 9001), (old, 9001), (forgotten, None)):
        received = read(update)
        assert (received.message.button, received.message.address) == ("12.1", str(CHAT))
        assert received.press == Press("77001", shown)


@pytest.mark.parametrize("part", [{"reply_to_message": {"message_id": 5}}, {"poll": {"is_new": True}}, {"entities": [{}]}])
def test_words_beside_what_the_library_does_not_know_yet_are_heard(part):
    shown = {"message_id": 9001, "chat": PRIVATE, "date": 1795000000, **part}

    assert read(message("je veux mourir", **part)).message.text == "je veux mourir"
    assert read(press("12.1", message=shown)).message.button == "12.1"


def test_a_button_without_a_token_is_one_that_was_lost():
    assert read(press(None, game_short_name="jeu")).message.button == ""


@pytest.mark.parametrize("update", [message("bonjour", chat=GROUP), message("salut", chat=GROUP, kind="edited_message"),
                                    membership("member", GROUP), membership("administrator", GROUP),
                                    membership("administrator", {"id": -100778, "type": "channel", "title": "Infos"})])
def test_a_group_is_told_to_write_in_private_and_left(update):
    received = read(update)

    assert (received.says, received.leaves, received.message) == ("telegram_groupe", True, None)


@pytest.mark.parametrize("update", [
    membership("kicked"), membership("member"), membership("left", GROUP), membership("kicked", GROUP),
    message(pinned_message={"message_id": 5, "chat": PRIVATE, "date": 0}), message(message_auto_delete_timer_changed={
        "message_auto_delete_time": 86400}), {"update_id": 5}, {"update_id": 5, "something_new": {}},
])
def test_what_needs_no_word_gets_none(update):
    assert read(update) is None


@pytest.mark.parametrize("raw", [
    b"", b"{", b"[]", b"null", b"3", b'"a"', b"{}", b"\xff\xfe{\x00}\x00", "{\"update_id\": 1}".encode("utf-16"),
    b'{"update_id": "1"}', b'{"update_id": true}', b'{"update_id": 1, "message": 3}', b'{"update_id": 1, "message": {}}',
    b"[" * 60_000, json.dumps(message(PRIVATE_WORDS)).encode()[:-30], json.dumps(message(12)).encode(),
    json.dumps(message("a", chat={"id": "4242", "type": "private"})).encode(), json.dumps(press(["12.1"])).encode(),
    json.dumps(message(location={"latitude": 91, "longitude": 3})).encode(),
    json.dumps(message(location={"latitude": float("nan"), "longitude": 3})).encode(),
    json.dumps(message(location={"latitude": "x", "longitude": 3})).encode(),
], ids=count())
def test_what_is_no_update_is_refused_without_being_repeated(raw):
    with pytest.raises(Unreadable) as refused:
        parse(raw)

    assert str(refused.value).isidentifier()


# The webhook

async def test_an_update_is_kept_before_telegram_is_told_so(site, courier):
    courier.opened.clear()
    delivery = asyncio.create_task(deliver(site, message(PRIVATE_WORDS)))
    await asyncio.sleep(0.05)
    assert not delivery.done()

    courier.opened.set()

    assert await delivery == 200
    assert [one.text for one in courier.messages] == [PRIVATE_WORDS]


@pytest.mark.parametrize("secret", ["", "faux", SECRET[:-1], SECRET + "x", "é" * 8])
async def test_who_does_not_know_the_secret_is_refused(site, courier, caplog, secret):
    assert await deliver(site, message(PRIVATE_WORDS), secret) == 403
    assert courier.messages == []
    assert "secret was refused" in caplog.text
    assert PRIVATE_WORDS not in caplog.text


@pytest.mark.parametrize(("body", "status"), [
    (json.dumps(message(PRIVATE_WORDS), ensure_ascii=False).encode("utf-16"), 400),
    (json.dumps(message(PRIVATE_WORDS + " é"), ensure_ascii=False).encode("latin-1"), 400),
    (json.dumps(message(PRIVATE_WORDS)).encode()[:-30], 400), (PRIVATE_WORDS.encode(), 400), (b"", 400),
    (PRIVATE_WORDS.encode() * 700_000, 413), (b" " * (MAX_BYTES + 1), 413),
], ids=["UTF-16", "Latin-1", "truncated", "text", "empty", "10 MB", "a byte too long"])
async def test_what_cannot_be_read_gets_the_right_status_and_no_content_in_the_log(site, courier, caplog, body, status):
    response = await site.post(WEBHOOK_PATH, data=body, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})

    assert response.status == status
    assert courier.messages == []
    assert "Telegram" in caplog.text
    assert "dettes" not in caplog.text + await response.text()


async def test_the_longest_message_that_telegram_can_bring_is_read(site, courier):
    long = "é" * 4096
    quoted = {"message_id": 3, "date": 0, "chat": PRIVATE, "text": long}

    assert await deliver(site, message(long, reply_to_message=quoted, quote={"text": long[:1024], "position": 0})) == 200
    assert courier.messages[0].text == long


async def test_a_repeated_delivery_keeps_its_name_and_says_nothing_twice(site, courier, api):
    text, photo = message("le rsa"), message(**CONTENTS["photo"])

    statuses = [await deliver(site, update) for update in (text, text, photo, photo, message(**CONTENTS["voice"]))]
    await api.until(lambda: len(api.sent()) == 2)

    assert statuses == [200] * 5
    assert len({one.id for one in courier.messages}) == 1  # which the database keeps once
    assert sorted(api.sent()) == ["telegram_image", "telegram_voix"]


async def test_a_voice_note_brought_again_to_a_program_that_has_just_started_gets_no_second_sentence(
        courier, bot, transport, api, aiohttp_client):
    update = message(**CONTENTS["voice"])
    for _ in range(2):
        app = web.Application()
        app.add_routes(make_channel(courier, bot, transport).routes())
        site = await aiohttp_client(app)
        assert await deliver(site, update) == 200
    await deliver(site, message(**CONTENTS["photo"]))
    await api.until(lambda: "telegram_image" in api.sent())

    assert api.sent() == ["telegram_voix", "telegram_image"]


async def test_an_album_gets_one_sentence(site, api):
    for _ in range(3):
        await deliver(site, message(**CONTENTS["photo"], media_group_id="133"))
    await deliver(site, message(**CONTENTS["voice"]))
    await api.until(lambda: "telegram_voix" in api.sent())

    assert api.sent().count("telegram_image") == 1


@pytest.mark.parametrize("secret", ["", "des espaces", "é", "x" * 257], ids=count())
def test_a_webhook_without_a_secret_that_telegram_accepts_is_not_opened(courier, secret):
    with pytest.raises(ValueError, match="secret"):
        make_channel(courier, None, None, secret=secret)


def test_without_a_public_address_there_is_no_webhook(courier):
    assert make_channel(courier, None, None, "http://localhost:8080", "").routes() == []


# What is done without the dialogue

@pytest.mark.parametrize("refusal", [None, (400, "Bad Request: query is too old and response timeout expired")])
async def test_a_pressed_button_is_answered_and_its_keyboard_taken_away(site, courier, api, refusal):
    api.refuse("answerCallbackQuery", refusal)

    assert await deliver(site, press("12.1")) == 200
    await api.until(lambda: api.asked("editMessageReplyMarkup"))

    assert api.asked("answerCallbackQuery") == [{"callback_query_id": 77001}]
    assert api.asked("editMessageReplyMarkup") == [{"chat_id": CHAT, "message_id": 9001}]
    assert courier.messages[0].button == "12.1"


async def test_near_me_asks_the_phone_where_it_is_and_keeps_the_other_buttons(site, courier, api):
    await deliver(site, press(POSITION))
    await api.until(api.sent)

    [asked] = api.asked("sendMessage")
    [[button]] = asked["reply_markup"]["keyboard"]
    assert (asked["text"], button["request_location"]) == ("telegram_position_demande", True)
    assert (api.asked("editMessageReplyMarkup"), courier.messages) == ([], [])


async def test_the_button_that_tells_the_position_goes_away_once_it_is_told(site, courier, api):
    await deliver(site, message(location=LOCATION))
    await api.until(api.sent)

    assert api.asked("sendMessage")[0]["reply_markup"] == {"remove_keyboard": True}
    assert courier.messages[0].position == (LOCATION["latitude"], LOCATION["longitude"])


@pytest.mark.parametrize("refusal", [None, (403, "Forbidden: bot is not a member of the supergroup chat")])
async def test_a_group_is_left_whether_it_could_be_told_or_not(site, api, refusal):
    api.refuse("sendMessage", refusal)

    await deliver(site, message("bonjour", chat=GROUP))
    await api.until(lambda: api.asked("leaveChat"))

    assert [name for name, _ in api.calls] == ["sendMessage", "leaveChat"]


# Sending

async def test_an_answer_is_sent_with_its_buttons_and_without_previews(transport, api):
    reference = await transport.send(str(CHAT), ASKED, "k")

    [asked] = api.asked("sendMessage")
    assert (asked["chat_id"], asked["parse_mode"], asked["link_preview_options"]) == (CHAT, "HTML", {"is_disabled": True})
    assert asked["reply_markup"]["inline_keyboard"] == [[{"text": "Mardi", "callback_data": "12.0"}],
                                                        [{"text": "Jeudi", "callback_data": "12.1"}]]
    assert reference == "9001"


async def test_a_token_fits_in_a_button_whatever_its_number(transport, api):
    await transport.send(str(CHAT), Sent(2 ** 63, Answer("Quand ?", choices=(Choice("Mardi", "/a" * 99),) * 20)), "k")

    tokens = [row[0]["callback_data"] for row in api.asked("sendMessage")[0]["reply_markup"]["inline_keyboard"]]
    assert len(set(tokens)) == 20
    assert all(len(str(token).encode()) <= 64 for token in tokens)


async def test_a_link_to_our_own_site_is_absolute(transport, api):
    await transport.send(str(CHAT), Sent(1, Answer("Oui.", links=(Link("Lire la fiche", "/fiches/rsa"),))), "k")

    assert f'<a href="{SITE}/fiches/rsa">Lire la fiche</a>' in api.sent()[0]


@pytest.mark.parametrize(("refusal", "permanent", "wait"), [
    ((403, "Forbidden: bot was blocked by the user"), True, 0), ((403, "Forbidden: user is deactivated"), True, 0),
    ((400, "Bad Request: chat not found"), True, 0),
    ((429, "Too Many Requests: retry after 37", {"retry_after": 37}), False, 37), ((500, "Internal Server Error"), False, 0),
    ((502, "Bad Gateway"), False, 0), ((401, "Unauthorized"), False, 0), ((409, "Conflict"), False, 0),
    ("garbage", True, 0), ("cut", True, 0), ("hang", True, 0),
])
async def test_what_will_never_arrive_is_told_from_what_may_later(transport, api, refusal, permanent, wait):
    api.refuse("sendMessage", refusal)

    with pytest.raises(NotSent) as refused:
        await transport.send(str(CHAT), ASKED, "k")

    assert (refused.value.permanent, refused.value.wait) == (permanent, wait)
    assert len(api.asked("sendMessage")) == 1
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("refusal", ["cut", "hang"])
async def test_a_helpline_that_was_perhaps_sent_is_sent_again(transport, api, refusal):
    api.refuse("sendMessage", refusal)

    with pytest.raises(NotSent) as refused:
        await transport.send(str(CHAT), Sent(1, Answer("Appelez le 3114.", urgent=True)), "k")

    assert not refused.value.permanent


async def test_what_could_not_even_be_given_to_telegram_is_sent_later(unused_tcp_port):
    alone = TelegramTransport(new_bot(TOKEN, f"http://127.0.0.1:{unused_tcp_port}"), SITE)

    with pytest.raises(NotSent) as refused:
        await alone.send(str(CHAT), ASKED, "k")

    assert not refused.value.permanent


@pytest.fixture
async def stopped_clock(monkeypatch):
    """The time of the loop stands still, until it is called."""
    loop = asyncio.get_running_loop()
    now = loop.time()
    with monkeypatch.context() as patch:
        patch.setattr(loop, "time", lambda: now)
        yield patch.undo


async def quiet(api, calls):
    """That many messages were sent, and no other follows in a while."""
    await api.until(lambda: len(api.sent()) >= calls)
    await asyncio.to_thread(time.sleep, 0.2)
    return len(api.sent()) == calls


async def test_one_chat_gets_no_more_than_it_bears_and_holds_nobody_up(transport, api, stopped_clock):
    many = [asyncio.create_task(transport.send(str(CHAT), ASKED, "k")) for _ in range(4)]
    assert await quiet(api, 3)

    await transport.send("77", ASKED, "k")
    await transport.send(str(CHAT), Sent(1, Answer("Appelez le 3114.", urgent=True)), "k")
    assert await quiet(api, 5)

    stopped_clock()
    await asyncio.gather(*many)
    assert [asked["chat_id"] for asked in api.asked("sendMessage")] == [CHAT, CHAT, CHAT, 77, CHAT, CHAT]


async def test_all_chats_together_get_no_more_than_telegram_bears(transport, api, stopped_clock):
    many = [asyncio.create_task(transport.send(str(chat), ASKED, "k")) for chat in range(1, 41)]
    assert await quiet(api, 30)

    stopped_clock()
    await asyncio.gather(*many)
    assert len({asked["chat_id"] for asked in api.asked("sendMessage")}) == 40


async def test_neither_the_token_nor_what_is_said_reaches_the_log(caplog, api, transport):
    caplog.set_level(logging.DEBUG)
    api.refuse("sendMessage", None, (400, f"Bad Request: {PRIVATE_WORDS}"), "cut", (429, "Slow", {"retry_after": 3}))

    for _ in range(4):
        with contextlib.suppress(NotSent):
            await transport.send(str(CHAT), Sent(1, Answer(PRIVATE_WORDS)), "k")
    wrong = TelegramChannel(Kept(), Answer, new_bot("123456:un-autre-jeton", api.address), transport, "http://ici", "", 0.01)
    async with wrong.running():
        await asyncio.sleep(0.1)

    assert "refuses the token" in caplog.text
    assert not any(word in caplog.text for word in (TOKEN, "un-autre-jeton", "dettes"))


# At work

async def test_the_menu_is_shown_once_telegram_is_there_again(channel, api, caplog):
    api.refuse("getMe", (500, "Internal Server Error"), "cut")
    api.refuse("setMyCommands", (502, "Bad Gateway"))

    async with channel.running():
        await api.until(lambda: len(api.asked("setMyCommands")) == 2)
        await api.until(lambda: api.asked("getWebhookInfo"))

    shown = api.asked("setMyCommands")[-1]["commands"]
    assert [one["command"] for one in shown] == ["start", "aide", "rdv", "humain", "mesdonnees", "effacer"]
    assert "cannot be reached" in caplog.text


@pytest.mark.parametrize(("known", "said"), [("", 1), (f"https://ailleurs.example{WEBHOOK_PATH}", 1),
                                            (SITE + WEBHOOK_PATH, 0)])
async def test_a_webhook_that_telegram_does_not_know_is_noticed(channel, api, caplog, known, said):
    api.webhook = known

    async with channel.running():
        await api.until(lambda: api.asked("getWebhookInfo"))
        await asyncio.sleep(0.05)

    assert caplog.text.count("python -m bot telegram webhook") == said
    assert api.asked("getUpdates") == []


async def test_what_comes_once_the_channel_is_closed_is_sent_when_it_opens_again(channel, transport, api):
    async with channel.running():
        await api.until(lambda: api.asked("getWebhookInfo"))

    with pytest.raises(NotSent) as refused:
        await transport.send(str(CHAT), ASKED, "k")

    assert not refused.value.permanent


@pytest.fixture
def fetching(courier, bot, transport):
    """A channel of a site without a public address."""
    return make_channel(courier, bot, transport, "http://localhost:8080", "")


async def test_without_a_public_address_updates_are_fetched_in_order(fetching, courier, api):
    api.updates = [message("un"), message("deux"), press("12.1")]
    last = api.updates[-1]["update_id"]

    async with fetching.running():
        await api.until(lambda: any(asked.get("offset") == last + 1 for asked in api.asked("getUpdates")))
        # Confirmed: from now on any number may come, should Telegram begin anew.
        await api.until(lambda: "offset" not in api.asked("getUpdates")[-1])

    assert [one.text or one.button for one in courier.messages] == ["un", "deux", "12.1"]
    assert set(api.asked("getUpdates")[0]["allowed_updates"]) == set(UPDATES)


async def test_what_was_fetched_is_confirmed_only_once_it_is_kept(fetching, courier, api):
    courier.opened.clear()
    api.updates = [message("un")]

    async with fetching.running():
        await api.until(lambda: api.asked("getUpdates"))
        await asyncio.sleep(0.1)
        assert len(api.asked("getUpdates")) == 1
        courier.opened.set()
        await api.until(lambda: len(api.asked("getUpdates")) > 1)

    assert api.asked("getUpdates")[1]["offset"] > 0


async def test_what_could_not_be_kept_is_fetched_again_in_its_order(fetching, courier, api, monkeypatch):
    monkeypatch.setattr(channels, "_UNTIL_IT_IS_KEPT", 0.01)
    failures = [StorageUnavailable("away"), StorageUnavailable("away")]

    async def accept(received, really=courier.accept):
        if received.text == "deux" and failures:
            raise failures.pop()
        await really(received)

    courier.accept = accept
    api.updates = [message("un"), message("deux"), message("trois")]

    async with fetching.running():
        await api.until(lambda: len(courier.messages) == 3)

    assert [one.text for one in courier.messages] == ["un", "deux", "trois"]


async def test_an_update_that_cannot_be_read_or_dealt_with_holds_nothing_up(fetching, courier, api, caplog):
    class Broken(RuntimeError):
        pass

    async def accept(received, really=courier.accept):
        if received.text == "casse":
            raise Broken
        await really(received)

    courier.accept = accept
    api.updates = [{"update_id": 1, "message": {"text": PRIVATE_WORDS}}, message("casse"), message("bonjour")]

    async with fetching.running():
        await api.until(lambda: courier.messages)

    assert [one.text for one in courier.messages] == ["bonjour"]
    assert "could not be read" in caplog.text
    assert "Broken" in caplog.text
    assert PRIVATE_WORDS not in caplog.text


async def test_a_second_process_that_fetches_says_so_and_goes_on(fetching, courier, api, caplog):
    api.refuse("getUpdates", (409, "Conflict: terminated by other getUpdates request"), "cut", "garbage")
    api.updates = [message("bonjour")]

    async with fetching.running():
        await api.until(lambda: courier.messages)

    assert "another process" in caplog.text


async def test_telegram_is_told_where_to_bring_its_updates(bot, api):
    await register(bot, SITE, SECRET)

    [asked] = api.asked("setWebhook")
    assert (asked["url"], asked["secret_token"]) == (SITE + WEBHOOK_PATH, SECRET)
    assert set(asked["allowed_updates"]) == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert asked["max_connections"] == 20
    assert "drop_pending_updates" not in asked

    await unregister(bot)
    assert len(api.asked("deleteWebhook")) == 1


@pytest.mark.parametrize(("public_url", "secret"), [("http://localhost:8080", SECRET), (SITE, "")])
async def test_a_webhook_that_telegram_would_refuse_is_not_asked_for(bot, api, public_url, secret):
    with pytest.raises(ValueError, match="https|secret"):
        await register(bot, public_url, secret)

    assert api.calls == []


@pytest.mark.parametrize(("token", "way", "status", "method"), [
    (TOKEN, "webhook", 0, "setWebhook"), (TOKEN, "polling", 0, "deleteWebhook"), ("", "webhook", 1, None),
    ("123456:un-autre-jeton", "webhook", 1, None),
])
async def test_the_command_tells_telegram_how_its_messages_reach_us(monkeypatch, capsys, api, token, way, status, method):
    for name, value in (("TELEGRAM_TOKEN", token), ("TELEGRAM_SECRET", SECRET), ("TELEGRAM_API", api.address),
                        ("PUBLIC_URL", SITE)):
        monkeypatch.setenv(f"REPERE_{name}", value)

    assert await asyncio.to_thread(telegram, argparse.Namespace(way=way)) == status
    assert (method is None) or api.asked(method)
    assert not token or token not in capsys.readouterr().out


def test_the_menu_offers_what_is_understood():
    for command in COMMANDS:
        said = read(message(f"/{command.command}")).message.text
        assert said
        assert not said.startswith("/")
