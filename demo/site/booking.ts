/** The booking page offers first sentences: a property of the element, because attributes hold only text. */
const chat = document.querySelector<HTMLElement & { suggestions?: readonly string[] }>('letta-chat');
if (chat) chat.suggestions = ['My gears slip', 'What does a full service cost?', 'When is the next free day?'];
