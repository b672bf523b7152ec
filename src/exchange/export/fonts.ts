/** The files of the font that is embedded: one made for readers with low vision, free to give on. */
const FOLDER = '@expo-google-fonts/atkinson-hyperlegible';

export const regular = require.resolve(`${FOLDER}/400Regular/AtkinsonHyperlegible_400Regular.ttf`);
export const bold = require.resolve(`${FOLDER}/700Bold/AtkinsonHyperlegible_700Bold.ttf`);
